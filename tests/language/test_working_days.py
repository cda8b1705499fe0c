"""Working days in expressions, over a calendar that is handed in: holidays, weekends worked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.engine import small
from unionhall.engine.names import Names, ask
from unionhall.engine.world import World
from unionhall.language.expressions import Environment, EvaluationError, ExpressionError
from unionhall.language.lint.absence import tried_with
from unionhall.language.working_days import calendar, is_weekday, weekdays

NAMES = Environment({"form.day": "string", "form.n": "int", "rows": "list<map>"})
# The first week of October is free, a Sunday before and a Saturday after it are worked instead.
FREE = {date(2026, 10, day) for day in range(1, 8)}
WORKED = {date(2026, 9, 27), date(2026, 10, 10)}


def works(day):
    return day in WORKED or (is_weekday(day) and day not in FREE)


AUTUMN = calendar(date(2026, 9, 1), date(2026, 10, 31), works)


def value(source, days=AUTUMN, **form):
    bound = {f"form.{name}": one for name, one in form.items()}
    return NAMES.compile(source).evaluate({**bound, "calendar": days})


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-09-25", 1, "2026-09-27"),  # a Sunday that is worked
        ("2026-09-25", 5, "2026-10-08"),  # over the free week
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-03", 1, "2026-10-08"),  # counted from a free day
        ("2026-10-09", 1, "2026-10-10"),  # a Saturday that is worked
        ("2026-10-09", 2, "2026-10-12"),
        ("2026-10-03", 0, "2026-10-03"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-12", -5, "2026-09-29"),
        ("2026-09-30T23:59:00+08:00", 1, "2026-10-08"),
    ],
)
def test_so_many_working_days_later(day, count, expected):
    assert value("working_days_after(form.day, form.n)", day=day, n=count) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-09-25", "2026-10-08", 5),
        ("2026-10-08", "2026-09-25", -5),
        ("2026-10-01", "2026-10-07", 0),
        ("2026-10-08", "2026-10-08", 0),
        ("2026-10-09", "2026-10-11", 1),
    ],
)
def test_working_days_between(start, end, expected):
    assert value(f"working_days_between('{start}', '{end}')") == expected


def test_what_lies_outside_of_the_calendar_or_is_no_day_fails():
    for source in (
        "working_days_after('2026-10-30', 5)",
        "working_days_after('2026-09-02', -5)",
        "working_days_after('2027-01-04', 1)",
        "working_days_after('2024-01-04', 1)",
        "working_days_between('2026-10-30', '2026-11-02')",
        "working_days_between('2026-08-03', '2026-09-02')",
        "working_days_after('2026-02-30', 1)",
        "working_days_after(form.day, 1)",
    ):
        with pytest.raises(EvaluationError):
            value(source)


def test_without_a_calendar_there_is_no_answer():
    with pytest.raises(EvaluationError, match="no calendar"):
        value("working_days_after('2026-10-09', 1)", days=None)


def test_the_calendar_is_read_by_those_who_count_and_by_no_source():
    assert NAMES.compile("working_days_after(form.day, 1)").references == {"form.day", "calendar"}
    assert NAMES.compile("days_after(form.day, 1)").references == {"form.day"}
    for source in ("calendar.first", "calendar", "working_days_after(1, 1)"):
        with pytest.raises(ExpressionError):
            NAMES.compile(source)
    shadowed = "rows.all(calendar, working_days_after(calendar.day, 1) == '2026-10-08')"
    rows = [{"day": "2026-09-30"}, {"day": "2026-10-02"}]
    assert NAMES.compile(shadowed).evaluate({"rows": rows, "calendar": AUTUMN}) is True


def test_the_world_hands_it_in():
    process = small.process(form=small.form({"day": {"type": "string", "format": "date"}}))
    source = "working_days_after(form.day, 5)"
    world = World("2026-09-25T09:00:00+08:00", "2026-09-25", calendar=lambda: AUTUMN)
    assert ask(process, source, Names({"day": "2026-09-25"}, world)) == "2026-10-08"


def test_the_linter_tries_with_a_calendar_and_tells_of_absent_days_alone():
    absent = {"form.day": [None, "2026-10-09"]}
    failure = tried_with(NAMES, "working_days_after(form.day, 1)", None, None, absent.get)
    assert failure is not None
    assert failure.values == {"form.day": None}
    guarded = "has_value(form.day) ? working_days_after(form.day, 1) : ''"
    assert tried_with(NAMES, guarded, None, None, absent.get) is None


def test_monday_to_friday_but_named_days():
    but = weekdays((("2026-10-10", True), ("2026-10-09", False)))
    assert value("working_days_between('2026-10-08', '2026-10-12')", but) == 2
    assert value("working_days_between('2026-10-08', '2026-10-12')", weekdays()) == 2
    assert value("working_days_after('2026-10-08', 1)", but) == "2026-10-10"
