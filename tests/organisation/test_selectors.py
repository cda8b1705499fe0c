from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.unions import make_unit
from unionhall.organisation import selectors


def test_chain_goes_from_the_union_up_to_the_root(city):
    names = [u.name for u in selectors.chain(city.research_group)]
    assert names == [
        "研发中心工会小组",
        "海滨软件有限公司工会",
        "海滨园区工会",
        "思江区总工会",
        "鹭湾市总工会",
    ]


@pytest.mark.row("X1-37", "X1-38", "X1-39")
def test_facts_of_a_union_in_one_query(city):
    with CaptureQueriesContext(connection, ) as queries:
        facts = selectors.facts_of(city.software_union)
    assert len(queries) == 1
    links = [city.software_union, city.park, city.sijiang, city.root]
    assert facts == {
        "id": city.software_union.key,
        "name": "海滨软件有限公司工会",
        "kind": "union",
        "founded_on": "2024-05-20",
        "chair_name": "郑海",
        "parent": city.park.key,
        "parent_name": "海滨园区工会",
        "area_name": "思江区总工会",
        "chain_text": "鹭湾市总工会 / 思江区总工会 / 海滨园区工会 / 海滨软件有限公司工会",
        "chain": [{"id": u.key, "name": u.name, "kind": u.kind} for u in links],
    }


def test_nobody_s_union_has_no_facts():
    assert selectors.facts_of(None) == {}


def test_the_root_is_its_own_area(city):
    facts = selectors.facts_of(city.root)
    assert (facts["parent"], facts["parent_name"], facts["area_name"]) == (None, None, "鹭湾市总工会")


@pytest.mark.row("X1-44")
def test_units_are_found_by_part_of_name_whole_and_beginning_first(city):
    make_unit("软件")
    make_unit("软件测评中心")
    found = [unit.name for unit in selectors.search_units("软件")]
    assert found == ["软件", "软件测评中心", "海滨软件有限公司", "海滨软件研发中心"]


def test_units_are_found_by_part_of_code_in_any_case(city):
    code = city.machinery.code
    assert selectors.search_units(code.lower()) == [city.machinery]
    assert city.machinery in selectors.search_units(code[4:12])


@pytest.mark.parametrize("text", ["", "  ", "\x00", "\ud800", "没有这样的单位", "软" * 500, "%", "_"])
def test_what_cannot_be_found_is_not_found(city, text):
    assert selectors.search_units(text) == []


def test_search_is_limited_and_repeats_itself(city):
    for number in range(5):
        make_unit(f"同名公司{number % 2}")
    first = [u.pk for u in selectors.search_units("同名", limit=4)]
    assert len(first) == 4
    assert first == [u.pk for u in selectors.search_units("同名", limit=4)]


@pytest.mark.parametrize("key", [None, 7, "", "no-such", "a\x00b", "\ud800", {"a": 1}])
def test_an_impossible_key_is_nobody(city, key):
    assert selectors.union_by_key(key) is None
    assert selectors.unit_by_key(key) is None


@pytest.mark.row("X1-34", "X1-41")
def test_a_row_of_the_picker(city):
    assert selectors.unit_row(city.software, "用户中心") == {
        "id": city.software.key,
        "name": "海滨软件有限公司",
        "code": city.software.code,
        "source": "用户中心",
        "union": city.software_union.key,
        "union_name": "海滨软件有限公司工会",
    }
    assert selectors.unit_row(city.studio)["union"] is None


def test_a_dissolved_union_cannot_be_picked(city):
    city.software_union.is_active = False
    city.software_union.save()
    city.software.refresh_from_db()
    assert selectors.unit_row(city.software)["union"] is None
