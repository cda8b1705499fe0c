"""The chair of the register has every matter of his union (X3-06)."""

from __future__ import annotations

from datetime import date

import pytest

from permissions import groups
from tests.factories.grants import GROUP, give
from tests.factories.staff import make_member, rights
from unionhall.casework.core import membership
from unionhall.casework.refusals import NotYours, Refused
from unionhall.casework.staff.appoint import appoint
from unionhall.casework.staff.chairing import follow_register
from unionhall.casework.staff.change_post import change_post
from unionhall.casework.staff.dismiss import dismiss
from unionhall.casework.staff.set_chair import set_chair
from unionhall.organisation.models import Post


def chair(house, user, by=None):
    place = house.city.software_union
    key = user.person.key if user else None
    return set_chair(place.key, key, by=by or house.city.su, now=house.now)


@pytest.mark.row("X3-06")
def test_the_chair_has_every_matter_of_his_union_at_once(house):
    chair(house, house.mei)
    name = house.city.software_union.name
    held = rights(house.mei)
    assert held == {(codename, name) for codename in groups.of_a_chair()}
    assert ("manage_staff", name) in held
    assert not [codename for codename, _ in held if codename == "view_audit"]


@pytest.mark.row("X3-06", "X3-07")
def test_the_chair_appoints_staff(house):
    chair(house, house.mei)
    lu = make_member("鲁平", "15400000202", house.city.software_union)
    appoint(
        house.city.software_union.key, lu.person.key, "干事", [GROUP], by=house.mei, now=house.now
    )
    assert rights(lu)


@pytest.mark.row("X3-06")
def test_a_new_chair_takes_what_came_with_it_and_leaves_what_was_granted(house):
    place = house.city.software_union
    appoint(
        place.key, house.mei.person.key, "干事", ["medical_aid"], by=house.city.su, now=house.now
    )
    chair(house, house.mei)
    lu = make_member("鲁平", "15400000202", place)
    chair(house, lu)
    assert {codename for codename, _ in rights(house.mei)} == {
        "review_medical_aid",
        "view_medical_aid",
    }
    assert {codename for codename, _ in rights(lu)} == groups.of_a_chair()
    chair(house, None)
    assert rights(lu) == set()


def test_naming_a_chair_is_giving_everything(house):
    give(house.city.chen, "manage_union", house.city.sijiang)
    with pytest.raises(Refused, match="beyond-yours"):
        chair(house, house.mei, by=house.city.chen)
    with pytest.raises(NotYours):
        chair(house, house.mei, by=house.city.he)
    chair(house, house.mei)
    with pytest.raises(Refused, match="to-yourself"):
        chair(house, house.mei, by=house.mei)
    with pytest.raises(Refused, match="not-a-member-there"):
        chair(house, house.city.zhou)


def test_the_chair_is_changed_in_the_register_only(house):
    chair(house, house.mei)
    post = Post.objects.get(source="chair")
    with pytest.raises(Refused, match="of-the-chair"):
        dismiss(post.union.key, post.pk, by=house.city.su, now=house.now)
    with pytest.raises(Refused, match="of-the-chair"):
        change_post(post.union.key, post.pk, "主席", [GROUP], by=house.city.su, now=house.now)


def test_a_chair_named_before_he_joined_begins_when_he_joins(house):
    place = house.city.software_union
    place.chair = house.city.wu.person
    place.save()
    assert follow_register(place, by=house.city.su, now=house.now) is None
    assert rights(house.city.wu) == set()
    membership.join(
        house.city.wu.person, place, since=date(2026, 11, 2), by=house.city.su, now=house.now
    )
    assert {codename for codename, _ in rights(house.city.wu)} == groups.of_a_chair()


def test_a_chair_who_leaves_the_union_keeps_nothing(house):
    chair(house, house.mei)
    membership.leave(house.mei.person, until=date(2026, 11, 2), by=house.city.su, now=house.now)
    assert rights(house.mei) == set()
