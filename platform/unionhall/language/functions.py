"""The functions that expressions have beyond CEL's own: their types, and what they mean in CEL.

Each is a body over its arguments x and y, which `expansion` puts in the place of the call. None is
a Python function: the runtime's binding (measured on 0.1.3) loses the arguments and the result of
every call into Python, some hundred bytes each time, for the life of the process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# `sum` is the one body that no macro of CEL can say.
FOLD: Final = "@fold"
# Those that read the calendar handed in (`working_days`), which no source can name.
OF_CALENDAR: Final = ("working_days_between", "working_days_after")


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` and `returns` in the notation of `expressions` (`list<map>`, `string`, ...)."""

    name: str
    takes: tuple[str, ...]
    returns: str
    body: str


def _day(name: str) -> str:
    """Midnight of an ISO date, or of the day of an ISO date-time; anything else fails."""
    # The runtime refuses to cut a text at its very end (measured on 0.1.3).
    day = f"(size({name}) > 10 ? {name}.substring(0, 10) : {name})"
    return f"timestamp({day} + 'T00:00:00Z')"


def _digits(name: str) -> str:
    """2026-03-05 as 20260305 (months count from 0, days too: only differences matter)."""
    day = _day(name)
    return f"({day}.getFullYear() * 10000 + {day}.getMonth() * 100 + {day}.getDayOfMonth())"


def _place(name: str) -> str:
    """Which day of the calendar a date is, counted from 0."""
    return f"(({_day(name)} - timestamp(calendar.first + 'T00:00:00Z')).getHours() / 24)"


def _working(name: str, last: str) -> str:
    """How many working days lie after a date, up to and with a later one."""
    days = f"calendar.days.substring({_place(name)} + 1, {_place(last)} + 1)"
    return f"(size({days}.split('1')) - 1)"


def _working_after() -> str:
    """What is left behind the y-th working day says where it lies; backwards the same in reverse.
    With fewer of them in the calendar there is no such piece, and that fails."""
    later = f"calendar.days.substring({_place('x')} + 1)"
    earlier = f"calendar.days.substring(0, {_place('x')}).reverse()"
    on = f"size({later}) - size({later}.split('1', y + 1)[y])"
    back = f"size({earlier}.split('1', 1 - y)[-y]) - size({earlier})"
    day = f"{_day('x')} + duration(string(24 * (y < 0 ? {back} : {on})) + 'h')"
    return f"string({day}).substring(0, 10)"


_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _resident() -> str:
    """Length, calendar and check digit (ISO 7064 MOD 11-2): what `identity` asks, in CEL. A day
    that no calendar has fails, which callers take for no."""
    added = "+".join(
        f"int(x.substring({place}, {place + 1})) * {weight}"
        for place, weight in enumerate(_WEIGHTS)
    )
    day = "x.substring(6, 10) + '-' + x.substring(10, 12) + '-' + x.substring(12, 14)"
    check = "['1','0','X','9','8','7','6','5','4','3','2']"
    return (
        f"x.matches('^[0-9]{{17}}[0-9X]$') && x.endsWith({check}[({added}) % 11])"
        f" && timestamp({day} + 'T00:00:00Z').getFullYear() >= 1900"
    )


FUNCTIONS: Final = (
    # The first union of a chain whose kind is among `kinds`; null when there is none.
    Function(
        "nearest",
        ("list<map>", "list<string>"),
        "dyn",
        "x == null ? null : (x.filter(u, u.kind in y) + [null])[0]",
    ),
    # The second union of a chain: the one above the first.
    Function("parent", ("list<map>",), "dyn", "x == null || size(x) < 2 ? null : x[1]"),
    # The last union of a chain.
    Function("root", ("list<map>",), "dyn", "x == null || size(x) < 1 ? null : x[size(x) - 1]"),
    # Whole days from x to y, negative the other way round.
    Function(
        "days_between", ("string", "string"), "int", f"({_day('y')} - {_day('x')}).getHours() / 24"
    ),
    # Completed years on a day; someone born on 29 February completes one on 1 March.
    Function("age_on", ("string", "string"), "int", f"({_digits('y')} - {_digits('x')}) / 10000"),
    # The day y days after x (before it, when negative), as an ISO date.
    Function(
        "days_after",
        ("string", "int"),
        "string",
        f"string({_day('x')} + duration(string(24 * y) + 'h')).substring(0, 10)",
    ),
    # The same day y years later; 29 February becomes 28 February.
    Function(
        "years_after",
        ("string", "int"),
        "string",
        f"string({_day('x')}.getFullYear() + y)"
        f" + (string({_day('x')}).contains('-02-29') ? '-02-28' :"
        f" string({_day('x')}).substring(4, 10))",
    ),
    # Working days after x, up to and with y; negative the other way round.
    Function(
        "working_days_between",
        ("string", "string"),
        "int",
        f"{_day('x')} <= {_day('y')} ? {_working('x', 'y')} : -{_working('y', 'x')}",
    ),
    # The y-th working day after x (before it, when negative); x itself for 0.
    Function("working_days_after", ("string", "int"), "string", _working_after()),
    # How many; an absent list has none.
    Function("count", ("list<dyn>",), "int", "x == null ? 0 : size(x)"),
    # The sum of whole numbers (money is fen); an absent list adds up to 0, a gap in one fails.
    Function("sum", ("list<dyn>",), "int", FOLD),
    # The first entry that is neither null nor blank, null when there is none.
    Function(
        "first_of",
        ("list<dyn>",),
        "dyn",
        "x == null ? null : (x.filter(u, !(u in [null, '']) &&"
        " (type(u) != string || u.trim() != '')) + [null])[0]",
    ),
    # False for null, blank text and the empty list.
    Function(
        "has_value",
        ("dyn",),
        "bool",
        "x in [null, '', []] ? false : type(x) == string ? x.trim() != '' : true",
    ),
    # Whether it is a right number of a resident identity card, as kept: 18 signs, X in capitals.
    Function("is_resident_id", ("string",), "bool", _resident()),
)
