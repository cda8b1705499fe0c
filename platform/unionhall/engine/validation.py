"""What is wrong with a form at one moment, for one purpose (language.md 5.4).

`draft`: types and lengths only. `step`: everything of one step. `submit`: everything, with
cross-field checks and eligibility. All problems at once; materials are judged by `checklist`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from unionhall.engine import checks, proofs, violations
from unionhall.engine.eligibility import verdicts
from unionhall.engine.nodes import Node
from unionhall.engine.paths import is_absent
from unionhall.engine.plan import Plan, plan_of
from unionhall.engine.problem import Problem
from unionhall.engine.state import FieldState, FormState
from unionhall.engine.world import World
from unionhall.language.model import Form, Lookup, Process

__all__ = ["Mode", "Problem", "problems"]

Mode = Literal["draft", "step", "submit"]

# All that a draft is told about: what is typed so far must fit the field, not be complete.
DRAFT_CODES = frozenset({"type", "too-long", "too-many-items"})


def problems(
    process: Process,
    form: Form,
    state: FormState,
    world: World,
    *,
    mode: Mode,
    step: str | None = None,
) -> tuple[Problem, ...]:
    """All problems, in document order of the fields, then of the whole form.

    A field has one problem at a time. `step` is the key of the step of mode `step`. A submission
    whose eligibility has not passed is refused with `eligibility`.
    """
    plan = plan_of(process, form)
    values = violations.problems(plan, state, world.today)
    if mode == "draft":
        return tuple(problem for problem in values if problem.code in DRAFT_CODES)
    found = [*_missing(plan, form, state), *values, *state.problems]
    found += proofs.problems(plan, state, world)
    found += checks.problems(process, form, plan, state, world)
    if mode == "step":
        found = [problem for problem in found if step in _steps(plan, problem.path)]
    elif form is process.form:
        found += _ineligible(process, state, world, found)
    return _ordered(plan, found)


def _missing(plan: Plan, form: Form, state: FormState) -> list[Problem]:
    """Required fields without a value.

    What nobody can type is told at the field that would bring it, and only when nothing else
    that is missing explains it: first things first, but never silence.
    """
    typed: list[Problem] = []
    brought: list[Problem] = []
    lookups = {path: lookup for lookup in form.lookups for path in lookup.fill}
    sources = {prefill.path for prefill in form.prefill}
    for path, field in state.fields.items():
        if not field.required or not is_absent(field.value):
            continue
        node = plan.node(path)
        title = node.title if node else path
        if node is None or (field.is_placed and not node.is_fixed and not field.is_computed):
            typed.append(Problem("required", path, {"title": title}, message(field, "required")))
        elif path in lookups:
            brought.append(_not_brought(lookups[path], path, title))
        else:
            code = "unavailable" if path in sources or field.is_computed else "required"
            brought.append(Problem(code, path, {"title": title}, message(field, "required")))
    absent = {problem.path for problem in typed}
    if absent & {lookup.path for lookup in form.lookups}:
        return typed
    return typed + brought


def _not_brought(lookup: Lookup, path: str, title: str) -> Problem:
    """The row picked lacks something: said at the picker, in the definition's words."""
    column = lookup.fill[path]
    text = next((said for key, said in lookup.require if key == column), None)
    return Problem("unavailable", lookup.path, {"title": title}, text)


def message(field: FieldState, word: str) -> str | None:
    return violations.own_words(field.schema, word)


def _ineligible(
    process: Process, state: FormState, world: World, found: Iterable[Problem]
) -> list[Problem]:
    """Conditions that did not pass. One that waits for a field which is itself missing, or that
    another problem already blocks, is not told twice."""
    known = list(found)
    result: list[Problem] = []
    for verdict in verdicts(process, state.answers, world):
        if verdict.status == "failed":
            params = {"key": verdict.key, "title": verdict.title}
            result.append(Problem("eligibility", "", params, verdict.text, verdict.level))
        elif verdict.blocks and not any(p.is_blocking for p in known):
            waits = {"waits": verdict.waits_for}
            params = {"key": verdict.key, "title": verdict.title}
            result.append(Problem("eligibility-pending", "", params | waits))
    return result


def _steps(plan: Plan, path: str) -> set[str | None]:
    """The steps in which a path stands; what is not placed belongs to none."""
    node: Node | None = plan.by_path.get(path.partition("/")[0])
    return {placement.step for placement in node.placements} if node else set()


def _ordered(plan: Plan, found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Document order; of several about one field the first blocking one, and all of the form's."""
    position = {node.path: index for index, node in enumerate(plan.nodes)}
    kept: dict[Any, Problem] = {}
    for problem in found:
        key: Any = problem.path or (problem.code, problem.params.get("key"))
        if key not in kept or (problem.is_blocking and not kept[key].is_blocking):
            kept[key] = problem

    def rank(problem: Problem) -> tuple[int, list[tuple[int, str]]]:
        head, *rest = problem.path.split("/")
        cell = [(int(part), "") if part.isdecimal() else (0, part) for part in rest]
        return position.get(head, len(position)), cell

    return tuple(sorted(kept.values(), key=rank))
