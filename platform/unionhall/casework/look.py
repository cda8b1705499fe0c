"""Look at sensitive values in clear, for a task one may decide; every look is kept.

It changes nothing about the case, so it takes no turn: a colleague's open page stays good.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from permissions import gate
from unionhall import audit
from unionhall.cases import sealed, selectors, store
from unionhall.casework.refusals import NotYours
from unionhall.definitions.selectors import process_of
from unionhall.engine.paths import read
from unionhall.language.schema import leaves
from unionhall.people.models import User


@transaction.atomic
def look(case_key: str, task_id: int, *, by: User, now: datetime) -> dict[str, Any]:
    """Clear values by path: what the stage of the open task reveals of the last submission.

    Raises NotYours when the task is closed or another's: a look is for deciding, not for knowing.
    """
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None:
        raise NotYours
    task = next((one for one in selectors.open_tasks(case) if one.pk == task_id), None)
    submission = selectors.latest_submission(case)
    if task is None or submission is None or not gate.may_decide(by, task).allowed:
        raise NotYours
    process = process_of(case.revision)
    answers = sealed.unsealed(process, submission.answers)
    stage = process.stage(task.stage)
    values = {path: read(answers, path) for path in stage.reveals}
    shown = {path: value for path, value in values.items() if isinstance(value, str)}
    task.case = case
    store.add_look(task, shown, by=by, now=now)
    fields = leaves(process.form.schema)
    seen = [str(fields.get(path, {}).get("title", path)) for path in shown]
    told = {"number": case.number, "stage": stage.title, "fields": seen}
    audit.record("reveal", by=by, now=now, about=f"case:{case.key}", values=told)
    return shown
