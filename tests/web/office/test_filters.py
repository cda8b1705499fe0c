"""Filters are read from an address anybody may write."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict

from unionhall.web.office import filters

STAGES = (("confirm", "等待确认"),)


def read(query: str) -> filters.Filters:
    return filters.read(
        QueryDict(query), url="/q/", tab="due", text_label="申报号", stages=STAGES, has_dates=True
    )


def test_reads_what_is_there():
    found = read("q= 软件 &stage=confirm&since=2026-01-02&until=2026-02-03")
    assert (found.q, found.stage, found.first_day, found.last_day, found.problems) == (
        "软件",
        "confirm",
        dt.date(2026, 1, 2),
        dt.date(2026, 2, 3),
        (),
    )


def test_says_which_date_is_none_and_ignores_it():
    found = read("since=2026-02-30&until=soon")
    assert (found.first_day, found.last_day, len(found.problems)) == (None, None, 2)


def test_a_stage_that_does_not_exist_filters_nothing():
    assert read("stage=other").stage == ""


def test_null_and_surrogates_do_not_reach_the_database():
    assert read("q=a%00b%ED%A0%80").q.encode() is not None
    assert "\x00" not in read("q=a%00b").q


def test_addresses_keep_the_other_filters():
    found = read("q=x&stage=confirm")
    assert found.address(tab="done", stage="") == "/q/?tab=done&q=x"
    assert found.clear_url == "/q/?tab=due"
    assert (found.is_set, read("").is_set) == (True, False)
