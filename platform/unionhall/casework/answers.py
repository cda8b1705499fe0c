"""What the verbs on a draft give back, and the start of such a verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unionhall.cases import sealed, store
from unionhall.cases.models import Case, CaseStatus, CommandKey
from unionhall.casework import depth, turn
from unionhall.casework.context import Context
from unionhall.casework.lines import belonging
from unionhall.casework.refusals import Conflict
from unionhall.casework.settling import Settled, material, settle
from unionhall.engine import summary
from unionhall.engine.actions import EDITABLE
from unionhall.engine.prefill import Change
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Entry
from unionhall.engine.state import FormState
from unionhall.engine.validation import problems
from unionhall.engine.world import World
from unionhall.language.model import Process
from unionhall.people.models import User

LONGEST_SEARCH = 400


@dataclass(frozen=True, slots=True)
class Saved:
    """`case.version` is the one to send next. `problems`: what is wrong with what is typed so
    far (types and lengths); `step_problems`: all of the step that was named; `state` is the form
    as it stands now, values in clear."""

    case: Case
    problems: tuple[Problem, ...]
    state: FormState
    step_problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """`changes` are all differences; `applied` the paths of those that were accepted."""

    case: Case
    changes: tuple[Change, ...]
    applied: tuple[str, ...] = ()


def editable(
    case_key: str, version: int | None, *, verb: str, key: str | None, by: User, now: datetime
) -> Context:
    """First, second and third paragraph of a verb on a draft. Raises NotYours, Conflict."""
    case = turn.take_own(case_key, version, verb=verb, key=key, by=by)
    if case.status not in EDITABLE:
        raise Conflict("not-editable", turn.first_sentence(case, by))
    return Context(case, now)


def keep(
    context: Context,
    settled: Settled,
    entries: Sequence[Entry],
    *,
    by: User,
    step: str | None = None,
) -> None:
    """The last paragraph of a verb that changed the values of a draft."""
    case, process, now = context.case, context.process, context.now
    store.change_draft(
        case.draft,
        answers=sealed.sealed(process, settled.state.values),
        origins=sealed.sealed_origins(process, settled.origins),
        saved_at=now,
        **({} if step is None else {"step": step[:80]}),
    )
    fields: dict[str, Any] = {}
    if case.status == CaseStatus.DRAFT:
        # A case that was handed in stays with the union that has it, and is listed and found as it
        # was handed in, until it is handed in again: what is being typed is nobody else's business.
        fields = {**described(context, settled), "union": context.place.union}
        entries = (*entries, *belonging.moved(context))
    store.record(case, entries, by=by, now=now, **fields)


def described(context: Context, settled: Settled) -> dict[str, Any]:
    """What lists show and search of a case, and whom it is about where a field says so."""
    texts = summary.texts(context.process, settled.state.answers, settled.world)
    words = " ".join(filter(None, (context.case.number, *texts)))
    fields: dict[str, Any] = {"summary": texts, "search": words[:LONGEST_SEARCH]}
    if context.is_about_another:
        fields["person"] = context.person(settled.state.values)
    return fields


def again(used: CommandKey) -> Case:
    """The answer of a verb that gives the case, given a second time."""
    return used.case


def saved_again(used: CommandKey) -> Saved:
    """The draft as it stands now, for a command that already ran."""
    case = turn.reloaded(used)
    context = Context(case, used.at)
    settled = settle(context, material(context))
    return Saved(case, draft_problems(context, settled), settled.state)


def draft_problems(context: Context, settled: Settled) -> tuple[Problem, ...]:
    process = context.process
    return problems(process, process.form, settled.state, settled.world, mode="draft")


def step_problems(
    process: Process, state: FormState, world: World, step: str
) -> tuple[Problem, ...]:
    """All that keeps one step from being complete."""
    return (
        *problems(process, process.form, state, world, mode="step", step=step),
        *depth.too_shallow(process, state, step),
    )
