"""【更新】: ask the registers again for what was filled in (X1-27), in two steps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from unionhall.cases import selectors
from unionhall.cases.models import CommandKey
from unionhall.casework import turn
from unionhall.casework.answers import Refreshed, editable, keep
from unionhall.casework.context import Context
from unionhall.casework.refusals import Conflict, NotYours
from unionhall.casework.repicking import repicked
from unionhall.casework.settling import Material, material, prefill_facts, settle
from unionhall.engine.actions import EDITABLE
from unionhall.engine.prefill import Change, fill
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

VERB = "refresh"


def refresh(
    case_key: str,
    version: int | None = None,
    accept: Collection[str] | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Refreshed:
    """Without `accept`: what would change, nothing is written. With it: those paths are taken.

    What a person typed is never replaced. Raises NotYours, Conflict.
    """
    if accept is None:
        return _shown(case_key, by=by, now=now)
    return _accepted(case_key, version, accept, by=by, now=now, key=key)


def _again(used: CommandKey) -> Refreshed:
    return Refreshed(turn.reloaded(used), ())


@turn.command(VERB, _again)
def _accepted(
    case_key: str,
    version: int | None,
    accept: Collection[str],
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Refreshed:
    context = editable(case_key, version, verb=VERB, key=key, by=by, now=now)
    held = material(context)

    taken, changes = _asked_again(context, held, accept, by)
    settled = settle(context, taken)

    applied = tuple(change.path for change in changes if change.path in accept)
    keep(context, settled, [Entry("refreshed", values={"paths": list(applied)})], by=by)
    turn.finish(context.case, VERB, key, by=by, now=now)
    return Refreshed(context.case, changes, applied)


def _shown(case_key: str, *, by: User, now: datetime) -> Refreshed:
    """The first step: looking, without taking the turn."""
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != by.pk:
        raise NotYours
    if case.status not in EDITABLE:
        raise Conflict("not-editable", turn.first_sentence(case, by))
    case.starter = by
    context = Context(case, now)
    _taken, changes = _asked_again(context, material(context), (), by)
    return Refreshed(case, changes)


def _asked_again(
    context: Context, held: Material, accept: Collection[str], by: User
) -> tuple[Material, tuple[Change, ...]]:
    """Rows that were picked first, because the union of the case may follow from them."""
    process = context.process
    values, origins, picked = repicked(context, held, accept, by)
    if not context.has_computed_union:
        context.move(values)
    world = context.with_facts(values, prefill_facts(process))
    filled = fill(process.form, process, values, origins, world, refresh=True, accept=accept)
    changes = (*picked, *(one for one in filled.changes if one.path not in _paths(picked)))
    taken = Material(filled.values, filled.origins, held.unlocked, held.submitted)
    return taken, changes


def _paths(changes: Collection[Change]) -> set[str]:
    return {change.path for change in changes}
