"""The calendar that expressions are given: the public one, and the days of the pack before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.applications import publish
from unionhall.casework import calendar
from unionhall.language.expressions import Environment
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 30)
NAMES = Environment({})


def after(day, count):
    source = f"working_days_after('{day}', {count})"
    return NAMES.compile(source).evaluate({"calendar": calendar.known(TODAY)})


def test_holidays_and_weekends_that_are_worked():
    assert after("2026-09-30", 1) == "2026-10-08"
    assert after("2026-09-30", 3) == "2026-10-10"
    assert after("2026-02-13", 2) == "2026-02-24"  # Saturday the 14th, then the spring festival


def test_expressions_and_the_platform_count_alike():
    for days in range(0, 120, 7):
        day = date(2026, 1, 1) + timedelta(days=days)
        assert after(day, 5) == calendar.add_working_days(day, 5).isoformat()


def test_days_of_the_pack_come_first():
    item = {"code": "2026-10-07", "title": "值班", "values": {"working": True}}
    assert after("2026-09-30", 1) == "2026-10-08"
    doc = {"kind": "codelist", "key": "calendar", "title": "工作日历", "items": [item]}
    publish(doc, User.objects.system())
    assert after("2026-09-30", 1) == "2026-10-07"
