"""Hand over what cases have for outside systems: claimed with a lease, sent, then said how it went.

Sending stands between the two, outside of any transaction: whoever dies there leaves a lease that
runs out, and the batch is sent again under the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from unionhall import audit
from unionhall.cases import dispatches, outside_store, selectors, store
from unionhall.cases.models import Case, Dispatch
from unionhall.casework import turn
from unionhall.casework.backing_off import next_try
from unionhall.casework.calendar import add_working_days
from unionhall.casework.context import Context
from unionhall.casework.outside import gateways
from unionhall.casework.outside.batch import batch_of
from unionhall.casework.outside.gateways import GatewayDown
from unionhall.casework.outside.reading import read
from unionhall.casework.outside.receive import receive
from unionhall.casework.refusals import NotYours, Refused
from unionhall.casework.sentences import refused
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
# Longer than any gateway is waited for
LEASE = timedelta(minutes=10)
AT_ONCE = 20
LONGEST_RUN = timedelta(minutes=2)
SEND, REMIND = "send", "remind"
MOST_REMINDERS = 5


def send_due(clock: Clock, *, longest: timedelta = LONGEST_RUN) -> int:
    """Hand over everything that is due, one after another. Returns how many arrived."""
    by, count, end = User.objects.system(), 0, clock() + longest
    while clock() < end:
        dispatch = claim(by=by, now=clock())
        if dispatch is None:
            break
        try:
            count += _send(dispatch, clock, by=by)
        except Exception:  # one that fails in our own code never keeps the others waiting
            log.exception("dispatch-failed", key=dispatch.key)
            fell_short(dispatch, "error", by=by, now=clock())
    return count


def claim(*, by: User, now: datetime) -> Dispatch | None:
    """The longest waiting one that is due, ours until the lease ends; None: nothing is due."""
    _check(by)
    while candidates := dispatches.to_send(now, AT_ONCE):
        for dispatch in candidates:
            if outside_store.claim(dispatch, until=now + LEASE):
                return dispatch
    return None


def _send(dispatch: Dispatch, clock: Clock, *, by: User) -> bool:
    case = selectors.loaded(dispatch.case.key)
    if case is None:
        return False
    batch = batch_of(Context(case, clock()), dispatch)
    try:
        told = list(gateways.gateway(dispatch.hook).send(batch))
    except GatewayDown as down:
        fell_short(dispatch, down.code, is_final=down.is_final, wait=down.wait, by=by, now=clock())
        return False
    arrived = sent(dispatch, by=by, now=clock())
    _take(told, dispatch, clock, by=by)
    return arrived


def sent(dispatch: Dispatch, *, by: User, now: datetime) -> bool:
    """The gateway took it: the journal tells, and an answer is expected from now on. False: it was
    called off, answered or taken over meanwhile."""
    _check(by)
    with transaction.atomic():
        case = _case(dispatch, by)
        context = Context(case, now)
        due = _due(context, dispatch)
        if not outside_store.sent(dispatch, now=now, due=due):
            return False
        values = {"hook": dispatch.hook, "count": case.line_count}
        store.record(case, [Entry("sent", dispatch.stage, values=values)], by=by, now=now)
    return True


def fell_short(
    dispatch: Dispatch,
    problem: str,
    *,
    is_final: bool = False,
    wait: timedelta | None = None,
    by: User,
    now: datetime,
) -> bool:
    """It did not arrive: again later, at least after `wait`; never when final or too often."""
    _check(by)
    due = next_try(dispatch.tries, now, wait=wait, is_final=is_final)
    log.warning("not-handed-over", key=dispatch.key, problem=problem, tries=dispatch.tries)
    with transaction.atomic():
        case = _case(dispatch, by)
        if not outside_store.failed(dispatch, problem, due=due):
            return False
        if due is None:
            values = {"hook": dispatch.hook, "problem": problem}
            store.record(case, [Entry("not_sent", dispatch.stage, values=values)], by=by, now=now)
    return True


def repeat(dispatch_key: str, *, by: User, now: datetime) -> None:
    """Begin anew with one that never arrived; who may is asked by whoever calls.

    Raises NotYours, Refused("dispatch-not-dead").
    """
    found = dispatches.by_key(dispatch_key)
    if found is None:
        raise NotYours
    with transaction.atomic():
        case = turn.take(found.case.key, None, verb=SEND, key=None, by=by)
        if not outside_store.repeat(found, now=now):
            raise refused("dispatch-not-dead")
        told = {"hook": found.hook, "deed": "repeated"}
        audit.record("outside", by=by, now=now, about=f"case:{case.key}", values=told)


def remind_due(clock: Clock) -> int:
    """Tell of answers that are late, each a few times. Returns how many were told of."""
    by, count = User.objects.system(), 0
    for dispatch in dispatches.overdue(clock(), AT_ONCE):
        count += remind(dispatch, by=by, now=clock())
    return count


def remind(dispatch: Dispatch, *, by: User, now: datetime) -> bool:
    """One working day after the other, until enough was said. False: it was answered just now."""
    _check(by)
    with transaction.atomic():
        case = _case(dispatch, by)
        number = dispatch.reminders + 1
        due = None if number >= MOST_REMINDERS else _after(now, 1)
        if not outside_store.remind(dispatch, due=due):
            return False
        values = {"hook": dispatch.hook, "reminders": number}
        store.record(case, [Entry("overdue", dispatch.stage, values=values)], by=by, now=now)
    return True


def _take(told: Iterable[Any], dispatch: Dispatch, clock: Clock, *, by: User) -> None:
    """Answers that came at once: each stands for itself, one that is refused is told and left."""
    for one in told:
        try:
            receive(read(one), hook=dispatch.hook, by=by, now=clock())
        except Refused as refusal:
            log.warning("answer-refused", key=dispatch.key, code=refusal.code)


def _case(dispatch: Dispatch, by: User) -> Case:
    """What has left the house is written down, whatever the worker does with the case."""
    return turn.take(dispatch.case.key, None, verb=SEND, key=None, by=by, is_beside=True)


def _due(context: Context, dispatch: Dispatch) -> datetime:
    outside = context.process.stage(dispatch.stage).outside
    return _after(context.now, outside.answer_days if outside else 1)


def _after(now: datetime, days: int) -> datetime:
    """The same hour so many working days later."""
    here = timezone.localtime(now)
    return datetime.combine(add_working_days(here.date(), days), here.timetz())


def _check(by: User) -> None:
    if not by.is_system:
        raise PermissionError("only the platform itself hands over")
