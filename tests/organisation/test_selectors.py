from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.unions import make_union, make_unit
from unionhall.organisation import selectors, store, tree
from unionhall.organisation.models import Union


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
    with CaptureQueriesContext(
        connection,
    ) as queries:
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
    assert (facts["parent"], facts["parent_name"], facts["area_name"]) == (
        None,
        None,
        "鹭湾市总工会",
    )


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


@pytest.mark.parametrize(
    "text", ["", "  ", "\x00", "\ud800", "没有这样的单位", "软" * 500, "%", "_"]
)
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
        "region": "",
        "nature": "",
    }
    assert selectors.unit_row(city.studio)["union"] is None


def test_a_dissolved_union_cannot_be_picked(city):
    city.software_union.is_active = False
    city.software_union.save()
    city.software.refresh_from_db()
    assert selectors.unit_row(city.software)["union"] is None


@pytest.mark.row("J1-44")
def test_unions_are_found_by_part_initials_and_code_without_a_district(city):
    direct = make_union("示例市属集团工会", "direct", city.root, code="81790100MC000111X5")
    names = [union.name for union in selectors.search_unions("市属集团")]
    assert names == ["示例市属集团工会"]
    assert selectors.search_unions("slss") == [direct]
    assert selectors.search_unions("ssjt") == [direct]  # inside the initials
    assert selectors.search_unions("81790100mc") == [direct]
    assert selectors.search_unions("C000111") == [direct]


def test_unions_rank_begins_before_initials_before_inside(city):
    make_union("海滨", "union", city.sijiang)
    names = [union.name for union in selectors.search_unions("海滨", limit=9)]
    assert names[:1] == ["海滨"]
    assert set(names[1:]) == {"海滨园区工会", "海滨软件有限公司工会"}
    names = [union.name for union in selectors.search_unions("hb", limit=9)]
    assert set(names) >= {"海滨", "海滨园区工会", "海滨软件有限公司工会"}


def test_unions_of_some_kinds_of_a_region_and_below_a_place(city):
    make_union("滨江工会", "union", city.sijiang, region="790102001")
    make_union("滨城街道工会", "town", city.hudong, region="790103")
    found = selectors.search_unions("滨", kinds=["union"])
    assert {union.name for union in found} == {"滨江工会", "海滨软件有限公司工会"}
    assert [u.name for u in selectors.search_unions("滨", region="790102")] == ["滨江工会"]
    below = tree.within([city.hudong.path])
    assert [u.name for u in selectors.search_unions("滨", within=below)] == ["滨城街道工会"]


def test_dissolved_unions_are_not_offered(city):
    Union.objects.filter(pk=city.machinery_union.pk).update(is_active=False)
    assert selectors.search_unions("湖东机械") == []
    assert selectors.search_unions("湖东机械", with_closed=True) == [city.machinery_union]


def test_pages_of_a_search_neither_repeat_nor_skip(city):
    made = {make_union(f"甲{n:02}海", "union", city.sijiang).name for n in range(7)}
    made |= {make_union(f"海{n:02}", "union", city.sijiang).name for n in range(7)}
    seen, after = [], None
    while page := selectors.search_unions("海", limit=4, after=after):
        seen += [union.name for union in page]
        after = selectors.cursor(page[-1])
    assert len(seen) == len(set(seen))
    assert set(seen) >= made
    assert [name.startswith("海") for name in seen] == sorted(
        (name.startswith("海") for name in seen), reverse=True
    )


@pytest.mark.parametrize("after", ["", "x", "9-1", "1-x", "2-999999", "1-²", "0-" + "9" * 40])
def test_a_strange_cursor_begins_at_the_beginning(city, after):
    assert selectors.search_unions("海滨", after=after)


@pytest.mark.parametrize(
    "text", ["", "  ", "\x00", "\ud800", "没有这样的工会", "软" * 500, "%", "_"]
)
def test_unions_that_cannot_be_found(city, text):
    assert selectors.search_unions(text) == []


def test_rows_of_a_union_picker_tell_where_they_stand(city):
    [row] = selectors.union_rows([city.software_union])
    assert (row["id"], row["parent_name"]) == (city.software_union.key, "海滨园区工会")
    assert row["area_name"] == "思江区总工会"


def test_what_is_searched_follows_the_name(city):
    store.change_union(city.park, {"name": "新港园区工会"}, by=city.su, now=datetime.now(UTC))
    assert selectors.search_unions("海滨园区") == []
    assert selectors.search_unions("xgyq") == [city.park]
