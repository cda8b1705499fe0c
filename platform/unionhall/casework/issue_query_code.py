"""Give a guest the code with which he comes back to his application; the former one ends."""

from __future__ import annotations

from datetime import datetime

from unionhall.cases.models import Case, CommandKey
from unionhall.casework import turn
from unionhall.casework.refusals import NotYours
from unionhall.people import guests
from unionhall.people.models import User

VERB = "issue_query_code"


def _never(used: CommandKey) -> tuple[Case, str]:
    raise NotYours


@turn.command(VERB, _never)
def issue_query_code(case_key: str, *, by: User, now: datetime) -> tuple[Case, str]:
    """The case and the code, which is told here and never again: only its hash is kept.

    Raises NotYours also for people with an account: they need none.
    """
    case = turn.take_own(case_key, None, verb=VERB, key=None, by=by)
    if not by.is_guest or not case.number:
        raise NotYours
    code = guests.new_code()
    by.set_password(guests.plain(code))
    by.password_changed_at = now
    by.save(update_fields=["password", "password_changed_at"])
    return case, code
