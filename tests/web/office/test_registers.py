"""Lists, records and actions of registers as their pages show them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.grants import GROUP, give
from tests.web.office.pages import words
from tests.web.office.registers import ADD, LIST, form_values, link, names, record_url
from unionhall.audit.models import AuditEntry
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db


def test_the_list_shows_values_masked_states_as_badges_and_its_buttons(town, made, visit):
    made(1)
    page = visit(town.lin).get(LIST)
    told = words(page)
    assert "慰问登记" in told
    assert "共 1 条" in told
    assert "职工1" in told
    assert "待发放" in told
    assert f'href="{ADD}"' in page.content.decode()
    assert "D00000001" not in page.content.decode()


def test_the_menu_has_the_list_under_its_group_for_whoever_may_see_it(town, visit):
    page = visit(town.lin).get("/office/")
    assert "困难帮扶 慰问登记" in words(page)
    give(town.wu, "handle_support", town.root)
    assert "困难帮扶" not in words(visit(town.wu).get("/office/"))
    assert visit(town.wu).get(LIST).status_code == 404


def test_who_only_looks_has_no_buttons(town, made, visit):
    record = made(1)
    page = visit(town.chen).get(LIST)
    assert "职工1" in words(page)
    assert ADD not in page.content.decode()
    assert "_tick" not in page.content.decode()
    one = visit(town.chen).get(record_url(record))
    assert "actions/" not in one.content.decode()
    assert "显示完整信息" not in words(one)


def test_records_of_other_unions_do_not_exist(town, made, visit):
    record = made(1)
    give(town.he, f"handle_{GROUP}", town.machinery_union)
    client = visit(town.he)
    assert "职工1" not in words(client.get(LIST))
    for rest in ("", "look/", "actions/edit/"):
        assert client.post(record_url(record, rest)).status_code in (404, 405)
    assert client.get(record_url(record)).status_code == 404


def test_an_empty_list_says_what_to_do_and_leads_there(town, visit):
    page = visit(town.lin).get(LIST)
    assert "台账里还没有记录" in words(page)
    assert f'class="button" href="{ADD}"' in page.content.decode()


def test_filters_search_and_order_are_in_the_address(town, made, visit):
    made(1, amount=300)
    made(2, amount=200, year=2025)
    made(3, amount=100, is_urgent=True)
    client = visit(town.lin)
    assert names(client.get(LIST, {"q": "职工2"})) == ["职工2"]
    assert names(client.get(LIST, {"f-year": "2025"})) == ["职工2"]
    assert names(client.get(LIST, {"f-is_urgent": "true"})) == ["职工3"]
    assert names(client.get(LIST, {"sort": "amount"})) == ["职工3", "职工2", "职工1"]
    assert names(client.get(LIST, {"sort": "-amount"})) == ["职工1", "职工2", "职工3"]
    assert 'aria-sort="descending"' in client.get(LIST, {"sort": "-amount"}).content.decode()
    nothing = client.get(LIST, {"q": "没有这个人"})
    assert "没有符合条件的记录" in words(nothing)
    assert f'href="{LIST}"' in nothing.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "%%%"},
        {"cursor": "eyJ4Ijox"},
        {"sort": "no_such"},
        {"f-year": "x" * 500},
        {"q": "\x00"},
        {"union": "没有这个工会"},
        {"f-is_urgent": "maybe"},
    ],
)
def test_odd_addresses_are_no_error(town, made, visit, query):
    made(1)
    assert visit(town.lin).get(LIST, query).status_code == 200


def test_a_union_is_chosen_by_name_where_there_are_several(town, made, visit):
    made(1)
    client = visit(town.chen)
    assert names(client.get(LIST, {"union": "海滨软件有限公司工会"})) == ["职工1"]
    assert names(client.get(LIST, {"union": "滨海街道工会"})) == []
    wrong = client.get(LIST, {"union": "没有这个工会"})
    assert "没有这个名称的工会" in words(wrong)
    assert names(wrong) == []


def test_the_post_one_works_in_narrows_the_list(town, made, visit):
    made(1)
    give(town.chen, f"view_{GROUP}", town.hudong)
    client = visit(town.chen)
    assert names(client.get(LIST)) == ["职工1"]
    client.post("/account/posts/current/", {"union": town.hudong.key})
    assert names(client.get(LIST)) == []
    assert names(client.get(LIST, {"union": ""})) == ["职工1"]


def test_pages_lead_on_and_back(town, made, visit):
    for number in range(1, 23):
        made(number)
    client = visit(town.lin)
    first = client.get(LIST, {"sort": "name"})
    assert len(names(first)) == 20
    following = link(first, "next")
    second = client.get(following)
    assert len(names(second)) == 2
    assert not set(names(first)) & set(names(second))
    assert names(client.get(link(second, "prev"))) == names(first)


def test_more_rows_cost_no_more_queries(town, made, visit):
    client = visit(town.lin)
    spent = []
    for number in (1, 2, 3):
        made(number)
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        spent.append(len(asked))
    assert spent[0] == spent[1] == spent[2]


def test_a_record_is_added_and_shows_its_history(town, visit):
    client = visit(town.lin)
    page = client.get(ADD)
    hidden = form_values(page)
    typed = {"name": "李一", "year": "2026", "amount": "1250", "document_no": "D1"}
    answer = client.post(ADD, hidden | typed, follow=True)
    told = words(answer)
    assert "新增：已记录" in told
    assert "李一 待发放" in told
    assert "林晓岚" in told
    assert Record.objects.get(register="help").values["name"] == "李一"


def test_the_same_press_twice_makes_one_record(town, visit):
    client = visit(town.lin)
    typed = form_values(client.get(ADD)) | {"name": "李一", "year": "2026", "amount": "1250"}
    assert client.post(ADD, typed)["Location"] == client.post(ADD, typed)["Location"]
    assert Record.objects.filter(register="help").count() == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(town, made, visit):
    made(1)
    client = visit(town.lin)
    typed = form_values(client.get(ADD)) | {"name": "赵二", "year": "abc", "amount": ""}
    page = client.post(ADD, typed)
    assert page.status_code == 422
    markup = page.content.decode()
    assert 'value="赵二"' in markup
    assert 'value="abc"' in markup
    assert 'href="#f-year"' in markup
    taken = typed | {"document_no": "D00000001", "year": "2026", "amount": "100"}
    again = client.post(ADD, taken)
    assert (again.status_code, "该职工本年度已登记过" in words(again)) == (422, True)
    assert Record.objects.filter(register="help").count() == 1


def test_an_edit_begins_with_what_is_there_and_history_tells_both(town, made, visit):
    record = made(1)
    client = visit(town.lin)
    url = record_url(record, "actions/edit/")
    page = client.get(url)
    assert 'value="职工1"' in page.content.decode()
    client.post(url, form_values(page) | {"name": "职工一", "amount": "100"})
    told = words(client.get(record_url(record)))
    assert "姓名：职工1 → 职工一" in told


def test_who_was_slower_is_told_and_changes_nothing(town, made, visit):
    record = made(1)
    client = visit(town.lin)
    url = record_url(record, "actions/edit/")
    late = form_values(client.get(url))
    client.post(url, form_values(client.get(url)) | {"name": "先改", "amount": "100"})
    page = client.post(url, late | {"name": "后改", "amount": "100"})
    assert page.status_code == 422
    assert 'value="后改"' in page.content.decode()
    record.refresh_from_db()
    assert record.values["name"] == "先改"


def test_an_action_not_of_this_state_says_so(town, made, visit):
    record = made(1)
    Record.objects.filter(pk=record.pk).update(state="paid")
    page = visit(town.lin).get(record_url(record, "actions/edit/"))
    assert page.status_code == 422
    assert "当前状态是“已发放”" in words(page)
    assert "<textarea" not in page.content.decode()


def test_a_removal_asks_for_its_reason(town, made, visit):
    record = made(1)
    client = visit(town.lin)
    url = record_url(record, "actions/void/")
    page = client.post(url, form_values(client.get(url)))
    assert (page.status_code, "请填写原因" in words(page) or "请填写" in words(page)) == (422, True)
    done = client.post(url, form_values(page) | {"_reason": "重复登记"}, follow=True)
    assert "作废：已记录" in words(done)
    record.refresh_from_db()
    assert (record.state, record.closed_at is None) == ("void", False)


def test_a_look_shows_the_value_once_and_is_in_the_audit_trail(town, made, visit):
    record = made(1)
    client = visit(town.lin)
    assert "D00000001" not in client.get(record_url(record)).content.decode()
    page = client.post(record_url(record, "look/"))
    assert "D00000001" in words(page)
    assert "您的查看已被记录" in words(page)
    kinds = list(AuditEntry.objects.values_list("kind", flat=True))
    assert kinds.count("reveal") == 1
    assert "D00000001" not in client.get(record_url(record)).content.decode()


def test_of_several_unions_one_is_chosen_for_a_new_record(town, visit):
    give(town.lin, f"handle_{GROUP}", town.machinery_union)
    client = visit(town.lin)
    page = client.get(ADD)
    assert "湖东机械有限公司工会" in words(page)
    typed = form_values(page) | {"name": "李一", "year": "2026", "amount": "100"}
    asked = client.post(ADD, typed | {"_union": ""})
    assert (asked.status_code, "请选择工会" in words(asked)) == (422, True)
    client.post(ADD, typed | {"_union": town.machinery_union.key})
    assert Record.objects.get(register="help").union == town.machinery_union
