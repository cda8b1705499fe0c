"""Fill the list of a draft from the newest published state of its register (T+1)."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases.models import Case
from unionhall.casework import turn
from unionhall.casework.answers import again
from unionhall.casework.lines.add import opened
from unionhall.casework.sentences import refused
from unionhall.people.models import User

VERB = "fill_lines"


@turn.command(VERB, again)
def fill(
    case_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """Replace the list by everybody of the newest published snapshot whom the picker lets through.

    Raises NotYours, Conflict, Refused: no-snapshot, locked-lines, no-union, not-your-list.
    """
    opened(case_key, version, verb=VERB, key=key, by=by, now=now)
    raise refused("no-snapshot")
