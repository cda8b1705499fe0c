"""Core tables and code lists as definitions ask them, held against the language's page of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories.applications import publish
from tests.factories.unions import make_union
from unionhall.casework import codelists
from unionhall.engine.facts import Question
from unionhall.language.tables import TABLES as LANGUAGE
from unionhall.organisation import store
from unionhall.organisation.models import Post
from unionhall.people.models import User
from unionhall.registers import selectors, sources
from unionhall.registers.asking import UnknownColumn
from unionhall.registers.tables import TABLES


def ask(op, source, where, column=None):
    return selectors.answer(Question("any", op, source, where, column))


@pytest.mark.parametrize("name", sorted(LANGUAGE))
def test_every_column_of_the_language_is_answered(name, city):
    for column in LANGUAGE[name].columns:
        is_flag = LANGUAGE[name].columns[column] == {"type": "boolean"}
        ask("exists", name, {column: True if is_flag else "x"})
    assert set(LANGUAGE) <= sources.names()
    if name in TABLES:
        assert set(TABLES[name].columns) == set(LANGUAGE[name].columns)


def test_unions_by_parent_and_area(city):
    below = ask("list", "union", {"parent": city.sijiang.key})
    assert {row["name"] for row in below} == {"滨海街道工会", "海滨园区工会"}
    assert {row["parent"] for row in below} == {city.sijiang.key}
    of_area = ask("list", "union", {"area": city.sijiang.key})
    assert city.research_group.key in {row["id"] for row in of_area}
    assert city.machinery_union.key not in {row["id"] for row in of_area}
    of_root = ask("list", "union", {"area": city.root.key})
    assert [row["id"] for row in of_root] == [city.root.key]
    assert ask("first", "union", {"id": city.research_group.key})["area"] == city.sijiang.key
    assert ask("exists", "union", {"parent": city.research_group.key}) is False


def test_memberships_and_posts_that_stand(city):
    person = city.lin.person
    assert ask("exists", "membership", {"person": person.key, "is_active": True}) is True
    assert ask("exists", "membership", {"person": person.key, "is_active": False}) is False
    post = store.add_post(city.park, person, "干事", date(2025, 1, 1))
    where = {"person": person.key, "union": city.park.key}
    assert ask("first", "post", where)["is_current"] is True
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(pk=post.pk).update(until=yesterday)
    assert ask("exists", "post", {**where, "is_current": True}) is False
    assert ask("exists", "post", {**where, "is_current": False}) is True
    Post.objects.filter(pk=post.pk).update(until=None, ended_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert ask("exists", "post", {**where, "is_current": True}) is False


def test_accounts_are_those_of_people(city):
    User.objects.create_user("g-1", None, is_guest=True, mobile="15400000777")
    assert ask("exists", "account", {"mobile": "15400000777"}) is False
    found = ask("first", "account", {"person": city.lin.person.key})
    assert found == {"person": city.lin.person.key, "mobile": "15400000001", "has_email": False}
    User.objects.filter(pk=city.lin.pk).update(email="lin@example.test")
    assert ask("exists", "account", {"person": city.lin.person.key, "has_email": True}) is True


TABLE = {
    "kind": "codelist",
    "key": "aid-scale",
    "title": "补助标准",
    "items": [
        {"code": "a", "title": "一档", "values": {"days": 7, "amount": 30000}},
        {"code": "b", "title": "二档", "parent": "a", "values": {"days": 30, "amount": 80000}},
        {"code": "c", "title": "旧档", "valid_to": "2020-01-01", "values": {"days": 7}},
    ],
}


def test_a_code_list_answers_like_a_decision_table(city):
    publish(TABLE, User.objects.system())
    codelists._no_list.clear()
    assert ask("first", "aid-scale", {"days": 30}) == {
        "code": "b",
        "title": "二档",
        "parent": "a",
        "days": 30,
        "amount": 80000,
    }
    assert ask("count", "aid-scale", {"days": [7, 30]}) == 2
    assert ask("sum", "aid-scale", {}, "amount") == 110000
    assert ask("exists", "aid-scale", {"code": "c"}) is False
    assert ask("list", "aid-scale", {"parent": "a"})[0]["code"] == "b"
    with pytest.raises(UnknownColumn):
        ask("exists", "aid-scale", {"hours": 1})


def test_a_register_is_not_taken_for_a_code_list(city):
    make_union("旁", "union", city.park)
    assert ask("exists", "payment", {"union": city.park.key}) is False
