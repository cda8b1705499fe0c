"""Delete an application that is with the applicant (X1-29, domain.md 0.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.cases import line_store, store
from unionhall.cases.files import storage
from unionhall.cases.models import CommandKey
from unionhall.casework import turn
from unionhall.casework.answers import editable
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

VERB = "delete_draft"


def _again(used: CommandKey) -> None:
    return None


@turn.command(VERB, _again)
def delete_draft(
    case_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> None:
    """What was never handed in is erased with its files. What was handed in once disappears from
    every list, sets its exclusive keys free and stays in the archive with its journal.

    Raises NotYours (also when it is deleted already), Conflict.
    """
    case = editable(case_key, version, verb=VERB, key=key, by=by, now=now).case

    if not case.last_submission:
        names = store.erase(case)
        transaction.on_commit(lambda: storage.delete(names))
        return
    store.release_keys(case)
    line_store.release_keys(case)
    store.stop_awaiting(case)
    store.record(case, [Entry("deleted")], by=by, now=now, deleted_at=now)
    turn.finish(case, VERB, key, by=by, now=now)
