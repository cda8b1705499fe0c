"""Workbench, queue, opinions and registers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.grants import give
from tests.web.office.pages import words
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db


@pytest.mark.row("X3-88")
def test_the_workbench_shows_how_much_waits(hall, visit):
    client = visit(hall.city.chen)
    assert "没有待办事项" in words(client.get("/office/"))
    hall.hand_in()
    page = client.get("/office/")
    assert "有 1 件等您处理" in words(page)
    assert '<span class="badge-number__figure">1</span>' in page.content.decode()


def test_one_of_several_unions_can_be_chosen(hall, visit):
    give(hall.city.chen, "review_preparatory_fund", hall.city.hudong)
    hall.hand_in()
    client = visit(hall.city.chen)
    chosen = client.get("/office/", {"union": hall.city.hudong.key})
    assert "湖东区总工会 · 有 0 件等您处理" in words(chosen)


@pytest.mark.row("X3-89")
def test_the_queue_lists_what_waits_and_leads_to_it(hall, visit):
    case = hall.hand_in()
    page = visit(hall.city.chen).get("/office/queue/fund-refund/")
    assert case.number in words(page)
    assert f'href="/office/cases/{case.key}/"' in page.content.decode()
    assert "湖东" not in words(visit(hall.city.chen).get("/office/queue/fund-refund/"))


def test_what_is_decided_moves_to_its_tab(hall, visit):
    case = hall.hand_in()
    hall.decide(case, hall.city.chen, "return", reason="请补正")
    client = visit(hall.city.chen)
    seen = {
        tab: case.number in words(client.get("/office/queue/fund-refund/", {"tab": tab}))
        for tab in ("waiting", "done", "returned")
    }
    assert seen == {"waiting": False, "done": True, "returned": True}


def test_filters_that_match_nothing_say_so(hall, visit):
    hall.hand_in()
    client = visit(hall.city.chen)
    page = client.get("/office/queue/fund-refund/", {"q": "没有这家", "since": "2026-02-30"})
    assert "没有符合条件的记录" in words(page)
    assert "不是有效日期" in words(page)


@pytest.mark.parametrize(
    "query",
    [{"cursor": "%%%"}, {"cursor": "eyJ4Ijox"}, {"tab": "x"}, {"q": "\x00"}, {"trail": "." * 500}],
)
def test_odd_addresses_are_no_error(hall, visit, query):
    assert visit(hall.city.chen).get("/office/queue/fund-refund/", query).status_code == 200
    assert visit(hall.city.chen).get("/office/registers/refund/", query).status_code == 200


def test_the_sibling_sees_an_empty_queue(hall, visit):
    case = hall.hand_in()
    page = visit(hall.city.he).get("/office/queue/fund-refund/")
    assert (page.status_code, case.number in words(page)) == (200, False)


@pytest.mark.parametrize(
    "address",
    [
        "/office/",
        "/office/queue/fund-refund/",
        "/office/opinions/",
        "/office/registers/refund/",
    ],
)
def test_for_members_the_office_does_not_exist(hall, visit, address):
    assert visit(hall.city.chen).get(address).status_code == 200
    assert visit(hall.city.lin).get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/office/queue/no-such/", "/office/registers/no-such/", "/office/registers/return-opinions/"],
)
def test_what_is_not_his_does_not_exist(hall, visit, address):
    assert visit(hall.city.chen).get(address).status_code == 404


def test_a_register_shows_only_unions_in_scope(hall, visit):
    names = {
        who: [
            u
            for u in ("海滨软件", "湖东机械")
            if u in words(visit(getattr(hall.city, who)).get("/office/registers/fund-payment/"))
        ]
        for who in ("chen", "he", "su")
    }
    assert names == {"chen": ["海滨软件"], "he": ["湖东机械"], "su": ["海滨软件", "湖东机械"]}


def test_opinions_are_added_and_deleted(hall, visit):
    client = visit(hall.city.chen)
    added = client.post("/office/opinions/", {"text": "请补交批复", "owner": ""})
    assert added.status_code == 302
    record = Record.objects.get(person=hall.city.chen.person)
    assert "请补交批复" in words(client.get("/office/opinions/"))
    assert client.post(f"/office/opinions/{record.key}/deletion/").status_code == 302
    assert "请补交批复" not in words(client.get("/office/opinions/"))


def test_another_persons_opinion_is_neither_seen_nor_deleted(hall, visit):
    record = keep_opinion("return-opinions", "何静自己的意见", by=hall.city.he, now=hall.later())
    client = visit(hall.city.chen)
    assert "何静自己的意见" not in words(client.get("/office/opinions/"))
    assert client.post(f"/office/opinions/{record.key}/deletion/").status_code == 404
    assert words(visit(hall.city.he).get("/office/opinions/")).count("何静自己的意见") >= 1


@pytest.mark.parametrize(("text", "owner"), [("", ""), ("长" * 201, ""), ("好的", "no-such-union")])
def test_an_opinion_that_cannot_be_kept_says_why(hall, visit, text, owner):
    answer = visit(hall.city.chen).post("/office/opinions/", {"text": text, "owner": owner})
    assert answer.status_code == 422
    assert Record.objects.filter(person=hall.city.chen.person).count() == 0


@pytest.mark.parametrize("address", ["/office/", "/office/queue/fund-refund/"])
def test_more_rows_cost_no_more_queries(hall, visit, address):
    give(hall.city.su, "review_preparatory_fund", hall.city.sijiang)
    give(hall.city.su, "review_preparatory_fund", hall.city.hudong)
    client = visit(hall.city.su)
    spent = []
    for applicant in (hall.city.lin, hall.city.zhou):
        hall.hand_in(applicant)
        client.get(address)  # definitions are parsed once per process
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        spent.append(len(asked))
    assert spent[0] == spent[1]
