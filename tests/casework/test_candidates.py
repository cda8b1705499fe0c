"""Unions and members in a picker: found by name, kept within the limits of the definition."""

from __future__ import annotations

import copy

import pytest

from tests.factories.applications import PROCESS, process_document, publish
from unionhall.casework.choose import choose
from unionhall.casework.refusals import Refused
from unionhall.casework.start import start
from unionhall.reports.lookups import picker


def offered(office, **lookup):
    """A case whose field `union` is picked with this lookup."""
    doc = copy.deepcopy(process_document())
    doc["form"]["lookups"] = {
        "unit": {
            "columns": [{"key": "name", "title": "名称"}],
            "fill": {"unit_name": "name"},
            **lookup,
        }
    }
    publish(doc, office.city.lin)
    return start(PROCESS, by=office.city.lin, now=office.now)


def names(office, case, text):
    return [row["name"] for row in picker(office.city.lin, case.key, "unit", text).found or ()]


@pytest.mark.row("J1-44")
def test_unions_are_found_without_a_district_and_by_kind(office):
    case = offered(office, source="unions", where={"kind": ["union", "joint"]})
    found = names(office, case, "海滨")
    assert "海滨软件有限公司工会" in found
    assert "海滨园区工会" not in found
    every = offered(office, source="unions")
    assert {"海滨软件有限公司工会", "海滨园区工会"} <= set(names(office, every, "海滨"))


def test_a_row_outside_the_limits_cannot_be_chosen(office):
    lin, park = office.city.lin, office.city.software_union.get_parent()
    case = offered(office, source="unions", where={"kind": ["union"]})
    with pytest.raises(Refused) as refused:
        choose(case.key, "unit", park.key, by=lin, now=office.now)
    assert refused.value.code == "not-found-row"
    choose(case.key, "unit", office.city.software_union.key, by=lin, now=office.now)


def test_without_a_value_to_look_for_nothing_is_offered(office):
    case = offered(office, source="unions", where={"parent": "link.nothing"})
    assert names(office, case, "海滨") == []


def test_members_are_nobodys_business_without_a_right_there(office):
    case = offered(office, source="members")
    assert names(office, case, "林晓") == []
