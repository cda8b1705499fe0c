"""One record, one action: what is asked, refused, written and remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from permissions.models import UnionGrant
from tests.factories.applications import publish
from tests.factories.grants import GROUP, give
from tests.factories.records import HELP, NOW, values
from unionhall.audit.models import AuditEntry
from unionhall.casework import refusals
from unionhall.casework.registers.act import act
from unionhall.casework.registers.add_record import add_record
from unionhall.casework.registers.look import look
from unionhall.definitions import selectors as definitions
from unionhall.organisation import store as tree
from unionhall.people.models import User
from unionhall.people.sealing import is_sealed
from unionhall.registers import listing, selectors
from unionhall.registers import store as records
from unionhall.registers.models import Record

DAY = {"paid_on": "2026-11-20"}


def test_a_record_is_added_for_the_union_of_whoever_adds_it(desk):
    record = desk.add(1, is_urgent=True)
    assert (record.union, record.state, record.version) == (desk.city.software_union, "open", 1)
    assert is_sealed(record.values["document_no"])
    assert {k: v for k, v in record.values.items() if k != "document_no"} == {
        "name": "职工1",
        "year": 2026,
        "amount": 100,
        "is_urgent": True,
    }
    entry = AuditEntry.objects.filter(kind="record").get()
    assert (entry.about, entry.values) == (
        f"record:{record.key}",
        {"register": "help", "action": "add"},
    )


def test_the_same_page_sent_twice_adds_one(desk):
    first = desk.add(1, key="page-1")
    assert desk.add(1, key="page-1") == first
    assert Record.objects.filter(register="help").count() == 1


def test_all_that_is_wrong_with_the_form_is_told_at_once(desk):
    wrong = {"name": "很长" * 20, "amount": 0, "nickname": "x"}
    with pytest.raises(refusals.Invalid) as refused:
        add_record("help", "add", answers=wrong, by=desk.city.lin, now=NOW)
    found = {problem.path: problem.code for problem in refused.value.problems}
    assert found == {
        "name": "too-long",
        "amount": "too-small",
        "year": "required",
        "nickname": "unknown-field",
    }
    assert Record.objects.filter(register="help").count() == 0


def test_a_key_that_is_taken_is_told_in_the_words_of_the_register(desk):
    desk.add(1)
    with pytest.raises(refusals.Invalid) as refused:
        desk.add(2, document_no="D00000001")
    assert refused.value.code == "key-taken"
    assert refused.value.sentence == "该职工本年度已登记过，请勿重复登记。"
    assert [one.path for one in refused.value.problems] == ["document_no"]
    assert Record.objects.filter(register="help").count() == 1


def test_a_key_is_free_again_when_its_condition_ends_and_taken_back_with_it(desk):
    first = desk.add(1)
    desk.press(first, "void", reason="登记错误")
    second = desk.add(2, document_no="D00000001")
    give(desk.city.chen, f"review_{GROUP}", desk.city.software_union)
    with pytest.raises(refusals.Invalid) as refused:
        desk.press(first, "restore", by=desk.city.chen)
    assert refused.value.code == "key-taken"
    desk.press(second, "void", reason="再次登记错误")
    row = desk.press(first, "restore", by=desk.city.chen)
    assert (row.state, Record.objects.get(pk=first.pk).closed_at) == ("open", None)


def test_a_transition_writes_columns_state_and_history(desk):
    record = desk.add(1)
    row = desk.press(record, "pay", DAY, version=1)
    assert (row.state, row.version, row.values["paid_on"]) == ("paid", 2, "2026-11-20")
    added, paid = listing.history(definitions.register("help"), row)
    assert (added.action, added.state_before, added.state_after) == ("add", "", "open")
    assert (paid.action, paid.state_before, paid.state_after) == ("pay", "open", "paid")
    assert (paid.before, paid.after, paid.by_name) == ({}, DAY, "林晓岚")
    assert paid.at == NOW + timedelta(minutes=1)


def test_an_edit_changes_what_it_asks_for_and_keeps_the_rest(desk):
    record = desk.add(1)
    row = desk.press(record, "edit", {"name": "职工甲", "amount": 300})
    assert (row.values["name"], row.values["amount"], row.values["year"]) == ("职工甲", 300, 2026)
    row = desk.press(record, "edit", {"is_urgent": True})
    assert (row.values["name"], row.values["is_urgent"]) == ("职工甲", True)
    with pytest.raises(refusals.Invalid) as refused:
        desk.press(record, "edit", {"year": 2025})
    assert [(one.path, one.code) for one in refused.value.problems] == [("year", "unknown-field")]


def test_an_edit_that_changes_nothing_leaves_no_history(desk):
    record = desk.add(1)
    assert desk.press(record, "edit", {"name": "职工1"}).version == 1
    assert len(selectors.history(record)) == 1


def test_when_and_form_checks_refuse_in_the_words_of_the_definition(desk):
    dear = desk.add(1, amount=60_000)
    with pytest.raises(refusals.Refused) as refused:
        desk.press(dear, "pay", DAY)
    assert (refused.value.code, refused.value.sentence) == ("not-now", "五百元以上须先报批。")
    cheap = desk.add(2)
    with pytest.raises(refusals.Invalid) as refused:
        desk.press(cheap, "pay", {"paid_on": "2026-11-22"})
    assert [one.text for one in refused.value.problems] == ["发放日期不能晚于今天。"]
    assert Record.objects.filter(state="paid").count() == 0


@pytest.mark.parametrize(
    ("action", "given", "code"),
    [
        ("pay", {"answers": DAY}, "bad-state"),
        ("void", {}, "reason-required"),
        ("void", {"reason": " \n "}, "reason-required"),
        ("void", {"reason": "长" * 1001}, "reason-too-long"),
        ("restore", {}, "not-your-record"),
    ],
)
def test_what_is_refused_changes_nothing(desk, action, given, code):
    record = desk.add(1)
    desk.press(record, "pay", DAY)
    with pytest.raises(refusals.Refused) as refused:
        desk.press(record, action, **given)
    assert refused.value.code == code
    assert refused.value.sentence
    assert Record.objects.get(pk=record.pk).version == 2


def test_totals_hold_over_all_records_of_the_union(desk):
    desk.add(1, amount=60_000)
    desk.add(2, amount=40_000)
    with pytest.raises(refusals.Invalid) as refused:
        desk.add(3, amount=1)
    assert refused.value.sentence == "慰问总额不能超过 1000 元。"
    assert [one.path for one in refused.value.problems] == ["amount"]
    first = Record.objects.order_by("pk").first()
    with pytest.raises(refusals.Invalid):
        desk.press(first, "edit", {"amount": 60_001})
    desk.press(first, "edit", {"amount": 59_999})
    desk.add(3, amount=1)


def test_who_comes_second_is_told_who_was_first(desk):
    record, city = desk.add(1), desk.city
    give(city.chen, f"handle_{GROUP}", city.software_union)
    desk.press(record, "pay", DAY, version=1, by=city.chen)
    with pytest.raises(refusals.Conflict) as late:
        desk.press(record, "void", reason="重复", version=1)
    assert late.value.sentence == "已由陈思远处理：发放。"


@pytest.mark.parametrize("who", ["zhou", "he", "wu"])
def test_strangers_learn_nothing(desk, who):
    record = desk.add(1)
    for action, given in (("pay", DAY), ("no-such", {})):
        with pytest.raises(refusals.NotYours):
            desk.press(record, action, given, by=getattr(desk.city, who))
    with pytest.raises(refusals.NotYours):
        act("no-such", "pay", record.key, by=desk.city.lin, now=NOW)
    with pytest.raises(refusals.NotYours):
        look("help", record.key, by=getattr(desk.city, who), now=NOW)


def test_the_district_sees_and_does_not_act(desk):
    record, chen = desk.add(1), desk.city.chen
    with pytest.raises(refusals.Refused) as refused:
        desk.press(record, "pay", DAY, by=chen)
    assert refused.value.code == "not-your-record"
    with pytest.raises(refusals.Refused) as refused:
        look("help", record.key, by=chen, now=NOW)
    assert refused.value.code == "not-your-record"


def test_nobody_adds_for_a_union_that_is_not_his(desk):
    city = desk.city
    for key in (city.machinery_union.key, "no-such", "\x00"):
        with pytest.raises(refusals.Refused) as refused:
            add_record("help", "add", key, values(1), by=city.lin, now=NOW)
        assert refused.value.code == "not-your-union"
    other = values(1, union=city.machinery_union.key)
    with pytest.raises(refusals.Refused) as refused:
        add_record("help", "add", city.software_union.key, other, by=city.lin, now=NOW)
    assert refused.value.code == "not-your-union"
    with pytest.raises(refusals.NotYours):
        add_record("help", "add", city.software_union.key, values(1), by=city.wu, now=NOW)
    assert Record.objects.filter(register="help").count() == 0


def test_nobody_edits_a_record_into_a_union_that_is_not_his(desk):
    city, edit = desk.city, next(one for one in HELP["actions"] if one["key"] == "edit")
    others = [one for one in HELP["actions"] if one["key"] != "edit"]
    wider = {**edit, "fields": ["name", "union"]}
    publish({**HELP, "actions": [wider, *others]}, User.objects.system())
    record = desk.add(1)
    with pytest.raises(refusals.Refused) as refused:
        desk.press(record, "edit", {"name": "甲", "union": city.machinery_union.key})
    assert refused.value.code == "not-your-union"
    give(city.lin, f"handle_{GROUP}", city.machinery_union)
    desk.press(record, "edit", {"name": "甲", "union": city.machinery_union.key})
    assert Record.objects.get(pk=record.pk).union == city.machinery_union


def test_a_right_that_was_taken_counts_no_more(desk):
    record = desk.add(1)
    UnionGrant.objects.filter(user=desk.city.lin).delete()
    with pytest.raises(refusals.NotYours):
        desk.press(record, "pay", DAY)


def test_a_look_at_sealed_columns_is_recorded(desk):
    record = desk.add(1)
    assert look("help", record.key, by=desk.city.lin, now=NOW) == {"document_no": "D00000001"}
    entry = AuditEntry.objects.filter(kind="reveal").get()
    assert entry.values == {"register": "help", "columns": "document_no"}


def test_the_same_command_sent_twice_acts_once(desk):
    record = desk.add(1)
    first = desk.press(record, "pay", DAY, version=1, key="press-1")
    assert desk.press(record, "pay", DAY, version=1, key="press-1") == first
    assert first.version == 2


def test_a_command_that_was_refused_may_be_sent_again(desk):
    with pytest.raises(refusals.Invalid):
        desk.add(1, key="page-1", amount=0)
    assert desk.add(1, key="page-1").values["amount"] == 100


@pytest.mark.parametrize("key", ["x" * 65, "\x00", "é"])
def test_a_key_nobody_made_is_refused(desk, key):
    with pytest.raises(refusals.Refused) as refused:
        desk.add(1, key=key)
    assert refused.value.code == "bad-key"


def test_unions_are_locked_before_records_also_for_what_an_action_writes_besides(desk, monkeypatch):
    wish = {
        **{key: HELP[key] for key in ("kind", "owner", "matter_group")},
        "key": "wish",
        "title": "慰问申请",
        "states": ["active", "void"],
        "schema": {"type": "object", "properties": {"name": {"type": "string", "title": "姓名"}}},
        "columns": [{"key": "name", "title": "姓名"}],
        "actions": [
            {"key": "add", "title": "新增", "do": "add", "permission": "handle"},
            {
                "key": "grant",
                "title": "同意",
                "permission": "handle",
                "effects": [
                    {
                        "do": "create",
                        "register": "help",
                        "set": {"name": "record.name", "year": "2026", "amount": "100"},
                    }
                ],
            },
        ],
    }
    publish(wish, User.objects.system())
    lin, order = desk.city.lin, []
    made = add_record("wish", "add", answers={"name": "甲"}, by=lin, now=NOW)
    lock_union, locked = tree.lock_union, records.locked
    monkeypatch.setattr(tree, "lock_union", lambda one: (order.append("union"), lock_union(one))[1])
    monkeypatch.setattr(records, "locked", lambda pk: (order.append("record"), locked(pk))[1])
    act("wish", "grant", made, by=lin, now=NOW)
    assert order[0] == "union"
    assert Record.objects.filter(register="help").count() == 1
