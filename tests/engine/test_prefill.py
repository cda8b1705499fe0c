"""Filling from what is registered; what a person typed stays."""

from __future__ import annotations

import pytest

from tests.engine.small import UNION, form, process, text, world
from unionhall.engine.prefill import Change, fill

FORM = form(
    {
        "name": text("姓名", readOnly=True),
        "union": text("工会", readOnly=True),
        "founded": text("建会时间"),
        "area": text("区", readOnly=True),
    },
    prefill={
        "name": "applicant.name",
        "union": "union.name",
        "founded": "union.founded_on",
        "area": "union.area_name",
    },
)
OTHER = {**UNION, "id": "u-other", "name": "另一工会", "founded_on": "2024-01-01"}
NOW = world().now


@pytest.fixture(scope="module")
def small():
    return process(form=FORM)


def filled(small, values, origins, known=None, **more):
    return fill(small.form, small, values, origins, known or world(), **more)


FIRST = {"name": "陈小满", "union": UNION["name"], "founded": "2025-03-01", "area": "思江区"}


def test_first_fill_remembers_where_from(small):
    found = filled(small, {}, {})
    assert (found.values, found.changes) == (FIRST, ())
    assert found.origins["founded"] == {
        "value": "2025-03-01",
        "of": "u-own",
        "at": NOW,
        "source": "union.founded_on",
    }
    assert found.origins["name"]["of"] is None


def test_nothing_of_a_union_that_is_not_known(small):
    assert filled(small, {}, {}, world(union={})).values == {"name": "陈小满"}


def test_typed_before_is_kept(small):
    found = filled(small, {"founded": "2020-01-01"}, {})
    assert (found.values["founded"], "founded" in found.origins) == ("2020-01-01", False)


def test_typed_over_is_kept_whatever_happens(small):
    first = filled(small, {}, {})
    typed = first.values | {"founded": "2020-01-01"}
    for known in (world(), world(union=OTHER)):
        for refresh in (False, True):
            found = filled(small, typed, first.origins, known, refresh=refresh)
            assert found.values["founded"] == "2020-01-01"


def test_cleared_on_purpose_stays_cleared(small):
    first = filled(small, {}, {})
    cleared = {path: value for path, value in first.values.items() if path != "founded"}
    assert "founded" not in filled(small, cleared, first.origins).values


def test_another_union_fills_again(small):
    first = filled(small, {}, {})
    found = filled(small, first.values, first.origins, world(union=OTHER))
    assert found.values == FIRST | {"union": "另一工会", "founded": "2024-01-01"}
    assert found.origins["founded"]["of"] == "u-other"


def test_nothing_of_the_former_union_lingers(small):
    first = filled(small, {}, {})
    bare = {key: value for key, value in OTHER.items() if key not in ("founded_on", "area_name")}
    found = filled(small, first.values, first.origins, world(union=bare))
    assert found.values == {"name": "陈小满", "union": "另一工会"}
    assert sorted(found.unavailable) == ["area", "founded"]
    assert filled(small, first.values, first.origins, world(union={})).values == {"name": "陈小满"}


MOVED = {**UNION, "founded_on": "2025-05-05", "area_name": "新区"}


@pytest.mark.row("X1-27")
def test_refreshing_shows_the_difference(small):
    first = filled(small, {}, {})
    found = filled(small, first.values, first.origins, world(union=MOVED), refresh=True)
    assert found.changes == (
        Change("founded", "建会时间", "2025-03-01", "2025-05-05", "union.founded_on"),
        Change("area", "区", "思江区", "新区", "union.area_name"),
    )
    assert found.values == FIRST | {"founded": "2025-05-05", "area": "新区"}


def test_only_accepted_changes_are_made(small):
    first = filled(small, {}, {})
    found = filled(
        small, first.values, first.origins, world(union=MOVED), refresh=True, accept=["area"]
    )
    assert found.values == FIRST | {"area": "新区"}
    assert [change.path for change in found.changes] == ["founded", "area"]


def test_without_refreshing_nothing_moves(small):
    first = filled(small, {}, {})
    again = filled(small, first.values, first.origins, world(union=MOVED))
    assert (again.values, again.changes) == (FIRST, ())


def test_a_source_that_went_silent(small):
    first = filled(small, {}, {})
    silent = {key: value for key, value in UNION.items() if key not in ("founded_on", "area_name")}
    found = filled(small, first.values, first.origins, world(union=silent), refresh=True)
    assert sorted(found.unavailable) == ["area", "founded"]
    assert [(change.path, change.after) for change in found.changes] == [("area", None)]
    assert (found.values.get("founded"), found.values.get("area")) == ("2025-03-01", None)


def test_a_source_that_errs_fills_nothing():
    failing = process(
        form=form({"n": text("数")}, prefill={"n": "union.name > applicant.area_name ? 'x' : 'y'"})
    )
    assert fill(failing.form, failing, {}, {}, world()).values == {}


def test_the_inputs_are_not_changed(small):
    values, origins = {}, {}
    filled(small, values, origins)
    assert (values, origins) == ({}, {})
