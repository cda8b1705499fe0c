"""P16: members of the core table, listed and acted on as records of a register."""

from __future__ import annotations

from datetime import date

import pytest

from permissions.models import UnionGrant
from tests.factories.grants import GROUP, give
from tests.factories.people import make_user
from tests.factories.records import NOW
from tests.factories.workbooks import number
from unionhall.casework import refusals
from unionhall.casework.registers import reach
from unionhall.casework.registers.act_on_many import act_on_many
from unionhall.casework.registers.add_record import add_record
from unionhall.casework.registers.look import look
from unionhall.casework.registers.selection import Selection
from unionhall.definitions import selectors as definitions
from unionhall.organisation import store as tree
from unionhall.people import store
from unionhall.people.selectors import active_membership
from unionhall.registers import listing
from unionhall.registers.rows import cursor


@pytest.fixture
def members(desk):
    """Three members more in the software union, and the register."""
    for month, name in enumerate(("张一", "张二", "张三"), 1):
        user = make_user(name, f"1540000020{month}")
        store.add_membership(user.person, desk.city.software_union, date(2025, month, 1))
    return definitions.register("members")


def shown(register, by, **asked):
    one = register.listing("members")
    return listing.page(register, one, reach.scope(register, one, by), **asked)


def names(page):
    return [row.values["name"] for row in page.rows]


def row_of(register, by, name):
    return next(row for row in shown(register, by).rows if row.values["name"] == name)


def test_the_list_is_sorted_searched_and_filtered(members, desk):
    lin = desk.city.lin
    assert set(names(shown(members, lin))) == {"林晓岚", "张一", "张二", "张三"}
    by_day = shown(members, lin, sort="since")
    assert names(by_day) == ["林晓岚", "张一", "张二", "张三"]
    assert names(shown(members, lin, sort="-since", size=2)) == ["张三", "张二"]
    first = shown(members, lin, sort="since", size=3)
    second = shown(members, lin, sort="since", size=3, after=first.after)
    assert (names(first) + names(second), second.after) == (names(by_day), "")
    assert names(shown(members, lin, q="张三")) == ["张三"]
    assert names(shown(members, lin, q="zs")) == ["张三"]
    assert names(shown(members, lin, filters={"state": ["retained"]})) == []
    assert (by_day.count, by_day.count_capped) == (4, False)


def test_search_finds_a_mobile_only_whole(members, desk):
    assert names(shown(members, desk.city.lin, q="15400000203")) == ["张三"]
    assert names(shown(members, desk.city.lin, q="1540000020")) == []


def test_members_of_other_unions_are_not_there(members, desk):
    assert names(shown(members, desk.city.he)) == ["周启明"]
    assert names(shown(members, desk.city.wu)) == []
    assert len(names(shown(members, desk.city.su))) == 5
    row = row_of(members, desk.city.lin, "张三")
    with pytest.raises(refusals.NotYours):
        desk.press(row, "retain", register="members", reason="退休", by=desk.city.he)


def test_retain_and_restore_follow_the_states_of_a_membership(members, desk):
    row = row_of(members, desk.city.lin, "张三")
    with pytest.raises(refusals.Refused) as refused:
        desk.press(row, "retain", register="members")
    assert refused.value.code == "reason-required"
    kept = desk.press(row, "retain", register="members", reason="退休", version=row.version)
    assert (kept.state, kept.values["reason"]) == ("retained", "退休")
    with pytest.raises(refusals.Conflict):
        desk.press(
            row,
            "transfer-out",
            {"on": "2026-11-20"},
            register="members",
            reason="离职",
            version=row.version,
        )
    back = desk.press(row, "restore", register="members", version=kept.version)
    assert (back.state, back.version != kept.version) == ("joined", True)
    states = [(c.state_before, c.state_after) for c in listing.history(members, back)]
    assert states == [("joined", "retained"), ("retained", "joined")]


@pytest.mark.row("J1-15", "J1-16", "J1-17")
def test_who_is_transferred_out_holds_no_post_and_no_grant_there_any_more(members, desk):
    row, union = row_of(members, desk.city.lin, "张三"), desk.city.software_union
    user = row.person.user
    post = tree.add_post(union, row.person, "干事", date(2025, 3, 1))
    grant = give(user, f"review_{GROUP}", union)
    UnionGrant.objects.filter(pk=grant.pk).update(post=post)
    gone = desk.press(row, "transfer-out", {"on": "2026-11-20"}, register="members", reason="离职")
    assert (gone.state, gone.values["until"]) == ("transferred_out", "2026-11-20")
    assert active_membership(row.person) is None
    post.refresh_from_db()
    assert post.ended_at is not None
    assert not UnionGrant.objects.filter(user=user).exists()


def test_a_transfer_before_the_beginning_is_refused_and_nothing_is_done(members, desk):
    row = row_of(members, desk.city.lin, "张三")
    with pytest.raises(refusals.Refused) as refused:
        desk.press(row, "transfer-out", {"on": "2020-01-01"}, register="members", reason="离职")
    assert refused.value.code == "bad-date"
    assert active_membership(row.person).state == "joined"


def test_all_that_match_are_retained_and_each_has_a_result(members, desk):
    lin = desk.city.lin
    desk.press(row_of(members, lin, "张二"), "retain", register="members", reason="服役")
    chosen = Selection("members", {"union": [desk.city.software_union.key]}, "张")
    done = act_on_many("members", "retain", chosen, reason="全厂停产", by=lin, now=NOW)
    assert (done.done, done.refused_count, done.job) == (2, 1, None)
    ((_key, title, sentence),) = done.refused
    assert (title, sentence) == ("张二", "记录当前的状态不能进行此操作。")
    assert {row.state for row in shown(members, lin, q="张").rows} == {"retained"}


def test_what_is_sensitive_of_a_member_is_looked_at_by_handlers_only(members, desk):
    row = row_of(members, desk.city.lin, "张三")
    seen = look("members", row.key, by=desk.city.lin, now=NOW)
    assert seen["mobile"] == "15400000203"
    with pytest.raises(refusals.Refused):
        look("members", row.key, by=desk.city.chen, now=NOW)


@pytest.mark.parametrize("key", ["", "x", "x-1", "-1", "x-" + "9" * 40, "\x00-1", "１-１"])
def test_keys_nobody_was_given_are_nobody(members, desk, key):
    assert listing.record(members, key, reach.scope(members, None, desk.city.lin)) is None


@pytest.mark.row("J1-13")
def test_a_new_member_is_a_person_made_or_found_by_document(members, desk):
    lin, union = desk.city.lin, desk.city.software_union
    given = {"name": "赵五", "document_no": number(7), "since": "2026-11-01"}
    add_record("members", "join", union.key, given, by=lin, now=NOW)
    row = row_of(members, lin, "赵五")
    assert (row.state, row.values["since"], row.union) == ("joined", "2026-11-01", union)
    with pytest.raises(refusals.Refused) as refused:
        add_record("members", "join", union.key, given, by=lin, now=NOW)
    assert refused.value.code == "already-member"
    assert names(shown(members, lin, q=given["document_no"])) == ["赵五"]


@pytest.mark.parametrize("at", ["no day", "2026-13-45"])
def test_a_cursor_that_somebody_made_up_is_the_first_page(members, desk, at):
    first = shown(members, desk.city.lin, sort="since")
    made_up = shown(members, desk.city.lin, sort="since", after=cursor(at, 2))
    assert names(made_up) == names(first)
