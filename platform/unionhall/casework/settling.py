"""Working out the form of a draft: stored values, what was posted, what is registered.

Shared by the verbs on drafts. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from unionhall.cases import sealed, selectors
from unionhall.casework import proving
from unionhall.casework.context import Context
from unionhall.engine.facts import needed
from unionhall.engine.plan import plan_of
from unionhall.engine.prefill import fill
from unionhall.engine.state import FormState, accept
from unionhall.engine.world import World
from unionhall.language.model import Process


@dataclass(frozen=True, slots=True)
class Settled:
    """`origins` as to be stored, in clear. `world` holds the facts that the rules read."""

    state: FormState
    origins: Mapping[str, Any]
    world: World


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft holds, in clear; `unlocked` None = everything may be changed."""

    values: Mapping[str, Any]
    origins: Mapping[str, Any]
    unlocked: frozenset[str] | None
    submitted: Mapping[str, Any] | None


def material(context: Context) -> Material:
    """One query more when the case was returned with only some fields open."""
    draft = context.case.draft
    submitted: Mapping[str, Any] | None = None
    if draft.unlocked is not None:
        latest = selectors.latest_submission(context.case)
        submitted = sealed.unsealed(context.process, latest.answers) if latest else {}
    return Material(
        sealed.unsealed(context.process, draft.answers),
        sealed.unsealed_origins(context.process, draft.origins),
        None if draft.unlocked is None else frozenset(draft.unlocked),
        submitted,
    )


def settle(
    context: Context,
    held: Material,
    posted: Mapping[str, Any] | None = None,
    *,
    fills: bool = False,
) -> Settled:
    """The form after `posted` (normalised) went over the stored values.

    With `fills`, and whenever the case comes to be about another union, what is registered is
    filled in where nobody typed.
    """
    values, origins = held.values, held.origins
    is_computed = context.has_computed_union
    moved = not is_computed and context.move(values)
    if fills or moved:
        values, origins = _filled(context, values, origins)
    state, world = _resolved(context, held, values, posted or {})
    if context.move(state.answers) if is_computed else posted and context.move(state.values):
        values, origins = _filled(context, state.values, origins)
        state, world = _resolved(context, held, values, {})
    return Settled(state, origins, world)


def rule_facts(process: Process) -> frozenset[str]:
    """Facts that rules, computed values and checks of the form read."""
    if process.digest not in _rule_facts:
        plan = plan_of(process, process.form)
        sources = [ask.source for node in plan.nodes for ask in node.asks()]
        for check in process.form.checks:
            sources += [check.assertion, check.when or ""]
        _rule_facts[process.digest] = needed(process, sources)
    return _rule_facts[process.digest]


def prefill_facts(process: Process) -> frozenset[str]:
    """Facts from which fields are filled."""
    if process.digest not in _prefill_facts:
        sources = [prefill.source for prefill in process.form.prefill]
        _prefill_facts[process.digest] = needed(process, sources)
    return _prefill_facts[process.digest]


_rule_facts: dict[str, frozenset[str]] = {}
_prefill_facts: dict[str, frozenset[str]] = {}


def _filled(
    context: Context, values: Mapping[str, Any], origins: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    process = context.process
    world = context.with_facts(values, prefill_facts(process))
    filled = fill(process.form, process, values, origins, world)
    return filled.values, filled.origins


def _resolved(
    context: Context, held: Material, values: Mapping[str, Any], posted: Mapping[str, Any]
) -> tuple[FormState, World]:
    """Twice when rules read facts: facts are asked about answers, answers depend on rules.

    The world then knows which of the values were proven.
    """
    only = rule_facts(context.process)
    world = context.world()
    state = _accepted(context, held, values, posted, world)
    if only:
        world = context.with_facts(state.answers, only)
        state = _accepted(context, held, values, posted, world)
    return state, proven(context, world, state.values)


def proven(context: Context, world: World, values: Mapping[str, Any]) -> World:
    """The world that knows which of these values were proven by a code."""
    if not proving.asked(context.process):
        return world
    proofs = proving.proofs(context.process, context.case.draft, values)
    return replace(world, proofs=proofs)


def _accepted(
    context: Context,
    held: Material,
    values: Mapping[str, Any],
    posted: Mapping[str, Any],
    world: World,
) -> FormState:
    process = context.process
    return accept(
        process,
        process.form,
        values,
        posted,
        world,
        unlocked=held.unlocked,
        submitted=held.submitted,
    )
