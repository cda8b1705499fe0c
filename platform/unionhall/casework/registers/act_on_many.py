"""Act on many records at once: those ticked, or all that a list shows. Each has a result.

Each record is a transaction of its own, so one that is refused keeps none of the others back. What
is too much for one request is done by the worker.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from permissions import gate
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.casework.refusals import NotYours, Refused
from unionhall.casework.registers import commands, reach, rows
from unionhall.casework.registers.acting import Asked, act_on, asked
from unionhall.casework.registers.selection import Chosen, action_of, keys_of, register_of
from unionhall.casework.registers.sentences import refused, sentence
from unionhall.jobs.models import Job
from unionhall.language.model import RecordAction, Register
from unionhall.people import sealing
from unionhall.people.models import User

KIND: Final = "register-action"
# So many are done while somebody waits for the page.
AT_ONCE: Final = 200
MOST_TOLD: Final = 100


@dataclass
class Done:
    """How many were done; of those refused the first (key, title, sentence), and how many. `job`:
    the worker does it, nothing was done yet."""

    done: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    refused_count: int = 0
    job: Job | None = None


def act_on_many(
    register_key: str,
    action_key: str,
    chosen: Chosen,
    answers: Mapping[str, Any] | None = None,
    reason: str = "",
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Done:
    """Raises NotYours; Refused: no-bulk, nothing-chosen, too-many-chosen, reason-required. A form
    that is not valid refuses each record; ask `preview` first."""
    commands.check(by, now, key)
    register = register_of(register_key)
    action = bulk_action(register, action_key, by)
    keys = keys_of(register, chosen, by)
    wish = asked(register, action, answers or {}, reason, by, now)
    if len(keys) > AT_ONCE:
        return Done(job=_enqueued(wish, keys, key))
    result = Done()
    for number, one in enumerate(keys):
        do_one(wish, one, f"{key}:{number}" if key else None, result)
    return result


def bulk_action(register: Register, key: str, by: User) -> RecordAction:
    action = action_of(register, key)
    if not gate.fresh(by).scope(reach.codename(register, action.permission)):
        raise NotYours
    if not action.bulk or action.do == "add":
        raise refused("no-bulk")
    return action


def do_one(wish: Asked, record_key: str, key: str | None, result: Done) -> None:
    """One of many, in a transaction of its own; `key` makes it happen once."""
    try:
        with transaction.atomic():
            commands.once(wish.by, key)
            act_on(wish, record_key, None)
            commands.finish(wish.by, key, None)
    except commands.Repeated:
        pass
    except Refused as no:
        result.refused_count += 1
        if len(result.refused) < MOST_TOLD:
            result.refused.append((record_key, _title(wish, record_key, no), _words(no)))
        return
    result.done += 1


def sealed(wish: Asked) -> str:
    """Answers and reason as a job keeps them: they may be personal."""
    text = json.dumps({"answers": dict(wish.answers), "reason": wish.reason})
    token: str = sealing.seal_values({"wish": text}, ["wish"])["wish"]
    return token


def _enqueued(wish: Asked, keys: Iterable[str], key: str | None) -> Job:
    listed = list(keys)
    values = {
        "register": wish.register.key,
        "action": wish.action.key,
        "wish": sealed(wish),
        "keys": listed,
        "command": key,
    }
    try:
        return _asked_for(wish, values, key)
    except commands.Repeated:
        mine = Job.objects.filter(kind=KIND, by=wish.by, values__command=key)
        found = mine.order_by("-id").first()
        if found is None:
            raise refused("bad-key") from None
        return found


def _asked_for(wish: Asked, values: Mapping[str, Any], key: str | None) -> Job:
    with transaction.atomic():
        commands.once(wish.by, key)  # also when the first job is over: then the records moved on
        return enqueue(
            KIND,
            by=wish.by,
            now=wish.now,
            about=f"{wish.register.key}:{wish.action.key}"[:120],
            values=values,
            dedupe=f"{wish.by.pk}:{key}" if key else None,
            total=len(values["keys"]),
        )


def _title(wish: Asked, record_key: str, no: Refused) -> str:
    return "" if isinstance(no, NotYours) else rows.title(wish.register, record_key, wish.by)


def _words(no: Refused) -> str:
    return no.sentence or sentence("not-found-record")
