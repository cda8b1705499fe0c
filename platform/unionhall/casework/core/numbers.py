"""Member numbers (domain.md 4.6): city 4, year 4, running number 8, check digit. They tell
nothing about the person."""

from __future__ import annotations

from datetime import date

from stdnum import luhn

from unionhall.cases.numbers import take
from unionhall.organisation import selectors

NO_CITY = "0000"


def next_member_number(today: date) -> str:
    """The next number of this city and year, without gap or double."""
    return next_member_numbers(today, 1)[0]


def next_member_numbers(today: date, count: int) -> list[str]:
    """As many, in their order. One query, none for none."""
    if not count:
        return []
    root = selectors.root()
    digits = "".join(sign for sign in (root.region if root else "") if sign in "0123456789")
    start = f"{(digits or NO_CITY)[:4]:0<4}{today.year:04}"
    last = take(f"member:{start}", count)
    numbers = (f"{start}{one:08}" for one in range(last - count + 1, last + 1))
    return [f"{number}{luhn.calc_check_digit(number)}" for number in numbers]
