"""The functions that expressions have beyond CEL's own: what each computes.

Pure Python over JSON values. How they are offered to the runtime is the business of `expressions`.
Whatever is raised means "no answer": the expression fails, and failing closes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Unit = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` and `returns` in the notation of `expressions` (`list<map>`, `string`, ...).

    `or_null`: the arguments that may be absent; any other makes the expression fail when it is.
    """

    name: str
    takes: tuple[str, ...]
    returns: str
    call: Callable[..., Any]
    or_null: tuple[int, ...] = ()


def nearest(chain: Sequence[Unit] | None, kinds: Sequence[str]) -> Unit | None:
    """The first union of a chain whose kind is among `kinds`, null when there is none."""
    return next((unit for unit in chain or () if unit.get("kind") in kinds), None)


def parent(chain: Sequence[Unit] | None) -> Unit | None:
    """The second union of a chain: the one above the first."""
    return chain[1] if chain is not None and len(chain) > 1 else None


def root(chain: Sequence[Unit] | None) -> Unit | None:
    """The last union of a chain."""
    return chain[-1] if chain else None


def days_between(earlier: str, later: str) -> int:
    """Whole days from `earlier` to `later`, negative the other way round. ISO dates."""
    return (_day(later) - _day(earlier)).days


def age_on(birth: str, day: str) -> int:
    """Completed years on `day`; someone born on 29 February completes one on 1 March."""
    born, on = _day(birth), _day(day)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def count(items: Sequence[Any] | None) -> int:
    """How many; an absent list has none."""
    return len(items or ())


def total(items: Sequence[Any] | None) -> int:
    """The sum of whole numbers (money is fen); an absent list adds up to 0, a gap in one fails."""
    result = 0
    for item in items or ():
        if isinstance(item, bool) or not isinstance(item, int):
            raise ValueError(f"sum: {item!r} is not a whole number")
        result += item
    return result


def has_value(value: Any) -> bool:
    """False for null, blank text and the empty list."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


FUNCTIONS = (
    Function("nearest", ("list<map>", "list<string>"), "dyn", nearest, or_null=(0,)),
    Function("parent", ("list<map>",), "dyn", parent, or_null=(0,)),
    Function("root", ("list<map>",), "dyn", root, or_null=(0,)),
    Function("days_between", ("string", "string"), "int", days_between),
    Function("age_on", ("string", "string"), "int", age_on),
    Function("count", ("list<dyn>",), "int", count, or_null=(0,)),
    Function("sum", ("list<dyn>",), "int", total, or_null=(0,)),
    Function("has_value", ("dyn",), "bool", has_value, or_null=(0,)),
)
