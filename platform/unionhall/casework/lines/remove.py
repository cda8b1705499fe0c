"""Take people off the list of a draft: ticked ones, those that are blocked, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db.models import Q

from unionhall.cases import line_store
from unionhall.cases.models import Case, CommandKey
from unionhall.cases.selectors import is_key
from unionhall.casework import turn
from unionhall.casework.lines.add import begun, listed, opened
from unionhall.casework.sentences import refused
from unionhall.people.models import User

VERB = "remove_lines"
Which = Sequence[str] | Literal["blocked", "all"]
MOST_TICKED = 500


def _again(used: CommandKey) -> tuple[Case, int]:
    return turn.reloaded(used), 0


@turn.command(VERB, _again)
def remove(
    case_key: str,
    which: Which,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> tuple[Case, int]:
    """`which`: keys of lines, `blocked` or `all`. Answers how many went.

    Raises NotYours, Conflict, Refused: locked-lines (not of `blocked`), fixed-lines (a list
    nobody picked), too-many-ticked.
    """
    # whoever cannot be handed in any more has to go, or the rest never could be
    take = begun if which == "blocked" else opened
    found = take(case_key, version, verb=VERB, key=key, by=by, now=now)
    context = found.context
    if found.lines.fill == "snapshot" and which != "blocked":
        raise refused("fixed-lines")

    if isinstance(which, str):
        wanted = Q() if which == "all" else Q(is_blocked=True)
    else:
        if len(which) > MOST_TICKED:
            raise refused("too-many-ticked")
        wanted = Q(key__in=[one for one in which if is_key(one)])
    gone = line_store.remove(context.case, wanted)

    listed(context, by, removed=gone)
    turn.finish(context.case, VERB, key, by=by, now=now)
    return context.case, gone
