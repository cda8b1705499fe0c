"""Numbers the demonstration makes up, against the vectors of domain.md 4.7."""

from __future__ import annotations

from datetime import date

import pytest

from unionhall.config.management.demo import numbers


@pytest.mark.parametrize(
    ("number", "expected"),
    [((date(1985, 1, 1), 1), "790101198501010013"), ((date(1985, 1, 1), 3), "79010119850101003X")],
)
def test_the_vectors_of_the_standard(number, expected):
    assert numbers.resident_id(*number) == expected


@pytest.mark.parametrize(
    "code", ["91790100MA0TE5T0A6", "81790100MC0TE5T0BE", "89790100MC0TE5T0F2", "N2790100MF0TE5T0C6"]
)
def test_the_vectors_of_credit_codes(code):
    assert numbers.check_character(code[:-1]) == code[-1]
