"""The step bar of a case: handing in, the stages of the definition, the end.

Pure: what a definition and a state look like to the person who applies.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from unionhall.cases.models import CaseStatus
from unionhall.language.model import Process

_WITH_APPLICANT = (CaseStatus.DRAFT, CaseStatus.RETURNED, CaseStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class BarStep:
    """`state`: done, current, failed or todo; `note` stands small below the title."""

    title: str
    state: str
    note: str = ""


def case_steps(
    process: Process, status: str, stage: str, skipped: Collection[str] = ()
) -> list[BarStep]:
    """Return the steps 1 提交申请 › stages › 完成 (X1-30) with where the case stands.

    `skipped`: keys of stages it will not come to; the one it stands in is always shown.
    """
    stages = [one for one in process.stages if one.key == stage or one.key not in skipped]
    titles = [_("Submit the application"), *(one.title for one in stages), _end(process)]
    at = _position([one.key for one in stages], status, stage, last=len(titles) - 1)
    failed = status == CaseStatus.REJECTED
    steps = []
    for index, title in enumerate(titles):
        if index < at or status == CaseStatus.COMPLETED:
            steps.append(BarStep(title, "done"))
        elif index == at:
            state = "failed" if failed else "current"
            steps.append(BarStep(title, state, _note(status)))
        else:
            steps.append(BarStep(title, "todo"))
    return steps


def _end(process: Process) -> str:
    return process.end_title or _("Completed")


def _position(keys: list[str], status: str, stage: str, *, last: int) -> int:
    if status in _WITH_APPLICANT:
        return 0
    if status == CaseStatus.COMPLETED:
        return last
    return keys.index(stage) + 1 if stage in keys else 1


def _note(status: str) -> str:
    notes = {
        CaseStatus.RETURNED: _("returned, please correct"),
        CaseStatus.WITHDRAWN: _("withdrawn"),
        CaseStatus.REJECTED: _("not passed"),
    }
    return str(notes.get(CaseStatus(status), ""))
