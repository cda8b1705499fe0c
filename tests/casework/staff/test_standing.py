"""Unions that move and end, chairs who come and go, members who leave: what is held afterwards."""

from __future__ import annotations

import pytest

from permissions import gate, groups
from tests.casework.staff.test_attacks import REVIEW, TODAY, code_for, held, put, refused
from tests.factories.grants import give
from tests.factories.staff import make_member, rights
from tests.factories.unions import make_union
from unionhall.casework.core import membership
from unionhall.casework.core import union as tree
from unionhall.casework.refusals import NotYours, Refused
from unionhall.casework.staff.redeem_code import redeem_code
from unionhall.casework.staff.set_chair import set_chair
from unionhall.casework.unions.merge import merge
from unionhall.organisation.models import Post, Union
from unionhall.people.models import MembershipState, User


@pytest.fixture
def lu(house) -> User:
    return make_member("鲁平", "15400000202", house.city.software_union)


# Unions that move and end


def test_rights_move_with_the_union_and_managing_from_above_does_not(house):
    put(house, house.mei, (REVIEW, "staff"))
    union = Union.objects.get(pk=house.city.software_union.pk)
    assert gate.fresh(house.city.chen).may_manage_staff(union)
    tree.move(union, house.city.hudong, on=TODAY, basis="划转", by=house.city.su, now=house.now)
    union.refresh_from_db()
    assert not gate.fresh(house.city.chen).may_manage_staff(union)
    assert held(house.mei) == {REVIEW, "manage_staff"}
    assert not gate.fresh(house.mei).may_manage_staff(house.city.hudong)


def test_nothing_stands_at_a_union_that_was_merged(house):
    place = house.city.software_union
    into = make_union("海滨数据有限公司工会", "union", house.city.park)
    put(house, house.mei, (REVIEW, "staff"))
    give(house.city.wu, REVIEW, place)  # one without a post
    set_chair(place.key, house.city.lin.person.key, by=house.city.su, now=house.now)
    _row, code = code_for(house)
    merge(place.key, into.key, "合并重组", by=house.city.su, now=house.now)
    assert [rights(one) for one in (house.mei, house.city.wu, house.city.lin)] == [set()] * 3
    assert not Post.objects.filter(union=place, ended_at__isnull=True).exists()
    refused("wrong-code", redeem_code, code, by=house.city.wu, now=house.now)
    refused("union-closed", put, house, house.mei)
    place.refresh_from_db()
    with pytest.raises(Refused, match="union-closed"):
        membership.join(house.city.wu.person, place, since=TODAY, by=house.city.su, now=house.now)


def test_whoever_joins_from_an_old_page_does_not_join_a_dissolved_union(house):
    old = Union.objects.get(pk=house.city.town.pk)
    Union.objects.filter(pk=old.pk).update(is_active=False)
    assert old.is_active
    refused(
        "union-closed",
        membership.join,
        house.city.wu.person,
        old,
        since=TODAY,
        by=house.city.su,
        now=house.now,
    )


# Chairs


def test_a_chair_changed_to_and_fro_has_the_rights_once_and_leaves_with_none(house, lu):
    place = house.city.software_union
    for person in (house.mei, lu, house.mei, lu):
        set_chair(place.key, person.person.key, by=house.city.su, now=house.now)
    assert (held(house.mei), held(lu)) == (set(), set(groups.of_a_chair()))
    assert Post.objects.filter(source="chair", ended_at__isnull=True).count() == 1
    set_chair(place.key, None, by=house.city.su, now=house.now)
    assert held(lu) == set()


def test_a_process_that_names_another_chair_takes_the_old_one_s_rights(house):
    place = house.city.software_union
    set_chair(place.key, house.mei.person.key, by=house.city.su, now=house.now)
    place.refresh_from_db()
    common = {"basis": "届中调整", "by": house.city.su, "now": house.now}
    tree.update(place, {"chair_name": "梅雨", "phone": "0799-1000000"}, **common)
    assert held(house.mei) == set(groups.of_a_chair())
    tree.update(place, {"chair_name": "高远"}, **common)
    assert held(house.mei) == set()
    place.refresh_from_db()
    assert place.chair is None


@pytest.mark.parametrize(
    "state", ["retained", "withdrew", "expelled", "deceased", "transferred_out"]
)
def test_who_is_no_working_member_any_more_holds_nothing_there(house, state):
    place = house.city.software_union
    put(house, house.mei, ("staff", REVIEW))
    set_chair(place.key, house.mei.person.key, by=house.city.su, now=house.now)
    membership.change(house.mei.person, state=state, on=TODAY, by=house.city.su, now=house.now)
    assert rights(house.mei) == set()
    refused("not-a-member-there", put, house, house.mei)
    refused(
        "not-a-member-there",
        set_chair,
        place.key,
        house.mei.person.key,
        by=house.city.su,
        now=house.now,
    )


@pytest.mark.parametrize("state", ["expelled", "deceased"])
def test_who_is_expelled_loses_the_posts_of_codes_elsewhere_too(house, state):
    _row, code = code_for(house, house.city.town)
    redeem_code(code, by=house.mei, now=house.now)
    assert held(house.mei) == {REVIEW}
    membership.change(
        house.mei.person,
        state=MembershipState(state),
        on=TODAY,
        by=house.city.su,
        now=house.now,
    )
    assert rights(house.mei) == set()


def test_a_closed_account_holds_nothing_and_gives_nothing(house, lu):
    put(house, house.mei, ("staff", REVIEW))
    User.objects.filter(pk=house.mei.pk).update(is_active=False)
    mei = User.objects.get(pk=house.mei.pk)
    assert rights(mei) == set()
    with pytest.raises(NotYours):
        put(house, lu, by=mei)
