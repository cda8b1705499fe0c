"""Single values against the effective schema, as problems.

One problem per field, with the code of what to do about it; the definition's `errorMessage` goes
along. Missing values are not reported here but for demands that only a condition makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from unionhall.engine.effective import effective_schema
from unionhall.engine.nodes import Node
from unionhall.engine.plan import Plan
from unionhall.engine.problem import Problem
from unionhall.language.validators import Validator, Violation, validator

if TYPE_CHECKING:
    from unionhall.engine.state import FormState

CODES = {
    "type": "type",
    "minLength": "too-short",
    "maxLength": "too-long",
    "minimum": "too-small",
    "exclusiveMinimum": "too-small",
    "maximum": "too-large",
    "exclusiveMaximum": "too-large",
    "multipleOf": "not-a-multiple",
    "pattern": "pattern",
    "format": "format",
    "enum": "choice",
    "oneOf": "choice",
    "const": "const",
    "minItems": "too-few-items",
    "maxItems": "too-many-items",
    "required": "required",
    "dependentRequired": "required",
}

# Told of a field that has several: what makes the others pointless comes first.
_FIRST = ("type", "required", "choice", "too-long", "too-short")

_forms: dict[tuple[Any, ...], Validator] = {}
_leaves: dict[tuple[Any, ...], Validator] = {}
_MOST = 2_000


def problems(plan: Plan, state: FormState, today: str) -> list[Problem]:
    """Problems of the values of all relevant fields, cells of tables included."""
    relevant = frozenset(p for p, f in state.fields.items() if f.visible and p in plan.by_path)
    required = frozenset(p for p in relevant if state.fields[p].required)
    key = (plan.key, relevant, required)
    judge = _cached(_forms, key, plan, lambda: effective_schema(plan.root, relevant, required))
    kept: dict[str, Problem] = {}
    for violation in judge.violations(state.answers, date.fromisoformat(today)):
        for problem in _of_violation(plan, violation):
            is_known = problem.code == "required" and _is_told(state, problem.path)
            other = kept.get(problem.path)
            if not is_known and (other is None or _rank(problem) < _rank(other)):
                kept[problem.path] = problem
    return list(kept.values())


def is_valid_leaf(plan: Plan, path: str, value: Any) -> bool:
    """Does one value fit its field by itself?"""
    node = plan.node(path)
    if node is None:
        return False
    return _cached(_leaves, (plan.key, path), plan, lambda: node.schema).is_valid(value)


def own_words(schema: Mapping[str, Any], word: str) -> str | None:
    """The definition's `errorMessage`: one text for all, or by keyword of JSON Schema."""
    said = schema.get("errorMessage")
    if isinstance(said, Mapping):
        said = said.get(word)
    return said if isinstance(said, str) else None


def _of_violation(plan: Plan, violation: Violation) -> Iterable[Problem]:
    if violation.keyword in ("required", "dependentRequired"):
        for name in violation.missing:
            yield _problem(plan, joined((*violation.path, name)), "required", {}, "required")
        return
    code = CODES.get(violation.keyword, "invalid")
    params: dict[str, Any] = {}
    if violation.keyword == "format":
        params = {"format": violation.expected, "reason": violation.reason}
    elif isinstance(violation.expected, int | float | str):
        params = {"limit": violation.expected}
    yield _problem(plan, joined(violation.path), code, params, violation.keyword)


def _problem(plan: Plan, path: str, code: str, params: Mapping[str, Any], word: str) -> Problem:
    node: Node | None = plan.node(path)
    if node is None:
        return Problem(code, path, {"title": path, **params})
    return Problem(code, path, {"title": node.title, **params}, own_words(node.schema, word))


def _is_told(state: FormState, path: str) -> bool:
    """Already told by the state: the field itself, or every obligatory field of the object."""
    field = state.fields.get(path)
    if field is not None:
        return field.required
    return any(p.startswith(f"{path}.") and f.required for p, f in state.fields.items())


def _rank(problem: Problem) -> int:
    return _FIRST.index(problem.code) if problem.code in _FIRST else len(_FIRST)


def joined(parts: Iterable[str | int]) -> str:
    """`account.bank` through objects, `rows/0/name` in tables."""
    path, in_table = "", False
    for part in parts:
        in_table = in_table or isinstance(part, int)
        path = f"{path}{'/' if in_table else '.'}{part}" if path else str(part)
    return path


def _cached(
    cache: dict[tuple[Any, ...], Validator],
    key: tuple[Any, ...],
    plan: Plan,
    schema: Callable[[], Mapping[str, Any]],
) -> Validator:
    """Plans that belong to no process (`?`) are not cached: their key tells nothing."""
    if plan.key[1] == "?":
        return validator(schema())
    found = cache.get(key)
    if found is None:
        if len(cache) >= _MOST:
            cache.pop(next(iter(cache)))
        found = cache[key] = validator(schema())
    return found
