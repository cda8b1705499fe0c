"""What lines do when their case moves: hold or release their keys, begin again, or end."""

from __future__ import annotations

from unionhall.cases import line_store
from unionhall.cases.models import CaseStatus, LineState
from unionhall.casework.context import Context
from unionhall.casework.lines import check, sheet
from unionhall.engine.actions import EDITABLE
from unionhall.engine.shapes import Outcome


def follow(context: Context, outcome: Outcome) -> None:
    """After the outcome's writes, before the case takes the new status.

    A submission took the keys itself (`check.hand_in`). What comes back to the applicant opens
    again; what is complete is done, apart from the lines that failed.
    """
    lines, case = context.process.lines, context.case
    if lines is None:
        return
    was = {rule.key for rule in lines.exclusive if case.status in rule.statuses}
    now = {rule.key for rule in lines.exclusive if outcome.status in rule.statuses}
    if case.status not in EDITABLE and was != now:
        if now - was:
            check.hold(sheet.of_submission(context), outcome.status)
        else:
            line_store.release_keys(case, was - now)
    if outcome.status in EDITABLE:
        line_store.move(case, (LineState.PASSED, LineState.FAILED), LineState.OPEN)
    elif outcome.status == CaseStatus.COMPLETED:
        line_store.move(case, (LineState.OPEN, LineState.PASSED), LineState.DONE)
        line_store.release_failed(case)  # whoever was refused here may be on another list
