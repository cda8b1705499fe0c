"""Taking the turn on a case: the compare-and-set, idempotency keys, and who was first.

The first paragraph of every verb. What comes after it happens in one transaction, in which
nobody else can change the case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from permissions import gate
from unionhall.cases import entries, selectors, store
from unionhall.cases.models import Case, CommandKey
from unionhall.casework import lengthy
from unionhall.casework.refusals import Busy, Conflict, NotYours, Refused
from unionhall.casework.sentences import sentence
from unionhall.definitions.selectors import process_of
from unionhall.people.models import User

P = ParamSpec("P")
R = TypeVar("R")
LONGEST_KEY = 64


class Repeated(Exception):
    """The same command ran before: nothing is to be done, its answer is given again."""

    def __init__(self, used: CommandKey) -> None:
        super().__init__(used.key)
        self.used = used


def command(
    verb: str, again: Callable[[CommandKey], R]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a verb in a transaction. `again` answers a command whose key was used before, and one
    that is done later (see `lengthy`): with the case as it stands.

    Raises TypeError when `by` is missing, ValueError for a `now` without time zone.
    """

    def decorated(run: Callable[P, R]) -> Callable[P, R]:
        @wraps(run)
        def ran(*args: P.args, **kwargs: P.kwargs) -> R:
            by, key = _checked(kwargs)
            try:
                try:
                    with transaction.atomic():
                        return run(*args, **kwargs)
                except lengthy.TooLong:
                    with transaction.atomic():
                        return again(_postponed(verb, run, args, kwargs))
            except Repeated as repeated:
                _check_case(repeated.used, args)
                return again(repeated.used)
            except IntegrityError:
                # Two equal commands at once: the other one has committed its key by now.
                used = _used(verb, key, by)
                if used is None:
                    raise
                _check_case(used, args)
                return again(used)

        return ran

    return decorated


def take(
    case_key: str,
    version: int | None,
    *,
    verb: str,
    key: str | None,
    by: User,
    is_beside: bool = False,
) -> Case:
    """Lock the case for the rest of the transaction and load it as it is now. `is_beside`: only
    told in its journal, which goes on beside what the worker does with it.

    Raises NotYours, Conflict (somebody was first), Repeated.
    """
    if not selectors.is_key(case_key):
        raise NotYours
    if not store.take_turn(case_key, version):
        used = _used(verb, key, by)
        if used is not None and used.case.key == case_key:
            raise Repeated(used)
        raise overtaken(case_key, by)
    if version is None:
        used = _used(verb, key, by)
        if used is not None:
            raise Repeated(used)
    case = selectors.loaded(case_key)
    if case is None:
        raise NotYours
    if is_beside:
        return case
    if lengthy.is_busy(case):
        raise _busy(case, by)
    if case.work and not lengthy.is_own(case):
        store.change(case, work="")  # what came of it was seen, or overtaken
    return case


def take_own(case_key: str, version: int | None, *, verb: str, key: str | None, by: User) -> Case:
    """`take` for verbs of the applicant. Raises NotYours for everybody else, also for those who
    may see the case: an old page of theirs is no reason to tell them who was first."""
    try:
        case = take(case_key, version, verb=verb, key=key, by=by)
    except Conflict as conflict:
        seen = selectors.loaded(case_key)
        if seen is None or seen.starter_id != by.pk:
            raise NotYours from conflict
        raise
    if case.starter_id != by.pk:
        raise NotYours
    case.starter = by
    return case


def once(verb: str, key: str | None, *, by: User) -> None:
    """For verbs that begin a case. Raises Repeated when this very command ran before."""
    used = _used(verb, key, by)
    if used is not None:
        raise Repeated(used)


def finish(case: Case, verb: str, key: str | None, *, by: User, now: datetime) -> None:
    """Use up the idempotency key, last of all writes."""
    if key:
        store.remember(case, verb, key, by=by, now=now)


def overtaken(case_key: str, by: User) -> Refused:
    """Why the turn was not ours: who was first, and what he did (NotYours to strangers)."""
    case = selectors.loaded(case_key)
    if case is None or not (case.starter_id == by.pk or gate.may_view(by, case).allowed):
        return NotYours()
    if lengthy.is_busy(case):
        return _busy(case, by)
    return Conflict("changed", first_sentence(case, by))


def _busy(case: Case, by: User) -> Refused:
    if not (case.starter_id == by.pk or by.is_system or gate.may_view(by, case).allowed):
        return NotYours()
    return Busy("being-worked-on", sentence("being-worked-on"))


def _postponed(verb: str, run: Callable[..., Any], args: Any, kwargs: Any) -> CommandKey:
    """The wish as a job, and the command used up: asked once, done once."""
    given = signature(run).bind(*args, **kwargs).arguments
    by, now, key = given.pop("by"), given.pop("now"), given.pop("key", None)
    case = take(given.pop("case_key"), given.pop("version", None), verb=verb, key=key, by=by)
    lengthy.postpone(case, verb, given, by=by, now=now)
    finish(case, verb, key, by=by, now=now)
    return CommandKey(user=by, key=key or "", verb=verb, case=case, at=now)


def first_sentence(case: Case, by: User, kinds: tuple[str, ...] | None = None) -> str:
    """ "Already handled by …": the newest deed that is not a mere consequence of one."""
    wanted = kinds or tuple(kind for kind in entries.KINDS if kind not in entries.CONSEQUENCES)
    entry = selectors.last_entry(case, wanted)
    if entry is None:
        return _("The application has changed meanwhile. Please look at it again.")
    deed = entries.kind_of(entry)
    if entry.by_id == by.pk:
        return _(
            "You changed this application in another window: %(deed)s. Please go on from the "
            "newest state."
        ) % {"deed": deed.title}
    is_hidden = deed.is_staff and case.starter_id == by.pk and entry.union is not None
    who = entry.union.name if is_hidden and entry.union else str(entry.by)
    stage = entries.stage_title(process_of(case.revision), entry.stage) if entry.stage else ""
    return _("Already handled by %(who)s: %(deed)s.") % {
        "who": who,
        "deed": f"{stage} · {deed.title}" if stage else deed.title,
    }


def reloaded(used: CommandKey) -> Case:
    """The case of a command that ran before, as it is now. Raises NotYours when it is gone."""
    case = selectors.loaded(used.case.key)
    if case is None:
        raise NotYours
    return case


def _checked(given: Any) -> tuple[User, str | None]:
    by, now, key = given.get("by"), given.get("now"), given.get("key")
    if not isinstance(by, User):
        raise TypeError("a verb needs by=: the system is an actor too")
    if not isinstance(now, datetime) or now.tzinfo is None:
        raise ValueError("a verb needs now=: a moment with its time zone")
    if key is not None and (len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable())):
        raise Refused("bad-key", _("This page is out of date. Please open it again."))
    return by, key


def _check_case(used: CommandKey, args: tuple[Any, ...]) -> None:
    """A key of one case says nothing about another: nothing was done there. `args`: as the verb
    was called, the key of its case first (that of the process for the verb that begins one)."""
    if args and selectors.is_key(args[0]) and args[0] not in (used.case.key, used.case.process):
        raise Refused("key-reused", _("This page is out of date. Please open it again."))


def _used(verb: str, key: str | None, by: User) -> CommandKey | None:
    used = selectors.used_key(by, key) if key else None
    if used is not None and used.verb != verb:
        raise Refused("key-reused", _("This page is out of date. Please open it again."))
    return used
