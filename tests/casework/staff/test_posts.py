"""Appointing, changing and ending posts: what is given, what is left behind, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from permissions import gate
from tests.factories.grants import GROUP, give
from tests.factories.people import make_person, make_user
from tests.factories.staff import make_member, rights
from unionhall.audit.models import AuditEntry
from unionhall.casework.core import membership
from unionhall.casework.refusals import Expired, NotYours, Refused
from unionhall.casework.staff.appoint import appoint
from unionhall.casework.staff.change_post import change_post
from unionhall.casework.staff.dismiss import dismiss
from unionhall.messages.models import Message
from unionhall.organisation.models import Post

REVIEW = f"review_{GROUP}"


def put(house, user=None, groups=(GROUP,), until=None, by=None, union=None, title="干事"):
    place = union or house.city.software_union
    person = (user or house.mei).person
    return appoint(
        place.key, person.key, title, groups, until, by=by or house.city.su, now=house.now
    )


def refusal(code: str, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        put(*args, **kwargs)
    assert caught.value.code == code
    assert caught.value.sentence
    return caught.value


@pytest.mark.row("X3-07", "X3-08", "X3-09")
def test_the_higher_union_makes_a_member_staff_of_his_union(house):
    post = put(house)
    verbs = {"handle", "review", "disburse", "view"}
    name = house.city.software_union.name
    assert rights(house.mei) == {(f"{verb}_{GROUP}", name) for verb in verbs}
    assert (post.source, post.title, post.granted_by) == ("appointed", "干事", house.city.su)
    kinds = list(AuditEntry.objects.filter(about=f"person:{house.mei.person.key}").values("kind"))
    assert [row["kind"] for row in kinds] == ["post", "grant"]
    told = Message.objects.get(recipient=house.mei)
    assert "筹备金返还" in told.text
    assert house.city.software_union.name in told.title


@pytest.mark.row("X3-08")
def test_staff_who_may_manage_staff_appoint_others(house):
    put(house, groups=("staff", REVIEW))
    lu = make_member("鲁平", "15400000202", house.city.software_union)
    put(house, lu, (REVIEW,), by=house.mei)
    assert rights(lu) == {(REVIEW, house.city.software_union.name)}


@pytest.mark.row("X3-12")
def test_only_a_member_of_exactly_that_union_is_appointed(house):
    said = refusal("not-a-member-there", house, house.city.zhou)
    assert house.city.software_union.name in said.sentence
    refusal("not-a-member-there", house, house.city.wu)
    refusal("not-a-member-there", house, union=house.city.park)
    assert rights(house.city.zhou) == set()


def test_whoever_holds_no_managing_there_finds_no_such_union(house):
    with pytest.raises(NotYours):
        put(house, by=house.city.he)
    with pytest.raises(NotYours):
        put(house, house.city.zhou, by=house.city.chen, union=house.city.machinery_union)
    with pytest.raises(NotYours):
        appoint("nowhere", house.mei.person.key, "干事", [GROUP], by=house.city.su, now=house.now)


def test_nobody_gives_more_than_he_holds(house):
    refusal("beyond-yours", house, by=house.city.chen)
    refusal("beyond-yours", house, groups=("medical_aid",), by=house.city.chen)
    put(house, groups=(REVIEW, "staff"), by=house.city.chen)
    assert {codename for codename, _ in rights(house.mei)} == {REVIEW, "manage_staff"}


def test_nobody_gives_to_himself(house):
    give(house.city.lin, "manage_staff", house.city.software_union)
    give(house.city.lin, REVIEW, house.city.software_union)
    refusal("to-yourself", house, house.city.lin, (REVIEW,), by=house.city.lin)


def test_nobody_gives_for_longer_than_he_has(house):
    # grants end by the clock on the wall, whatever the story says it is
    end = timezone.now() + timedelta(days=30)
    give(house.city.chen, REVIEW, house.city.sijiang, until=end)
    refusal("beyond-your-end", house, groups=(REVIEW,), by=house.city.chen)
    last = timezone.localdate(end)
    late = last + timedelta(days=1)
    refusal("beyond-your-end", house, groups=(REVIEW,), until=late, by=house.city.chen)
    put(house, groups=(REVIEW,), until=last - timedelta(days=1), by=house.city.chen)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("no-title", {"title": "  "}),
        ("no-title", {"title": "干" * 51}),
        ("no-title", {"title": "干\x00事"}),
        ("past-end", {"until": date(2026, 11, 1)}),
        ("nothing-given", {"groups": ()}),
        ("unknown-matter-group", {"groups": ("nothing",)}),
        ("unknown-matter-group", {"groups": ("delete_union",)}),
    ],
)
def test_what_cannot_be_read_is_said_in_words(house, code, changed):
    refusal(code, house, **changed)
    assert not Post.objects.exists()


def test_people_who_cannot_be_staff(house):
    bare = make_person("方无号")
    with pytest.raises(Refused, match="not-a-member-there"):
        appoint(
            house.city.software_union.key,
            bare.key,
            "干事",
            [GROUP],
            by=house.city.su,
            now=house.now,
        )
    with pytest.raises(Refused, match="no-such-person"):
        appoint(
            house.city.software_union.key,
            "x" * 22,
            "干事",
            [GROUP],
            by=house.city.su,
            now=house.now,
        )
    put(house)
    refusal("has-post", house)


def test_a_post_that_ran_out_makes_room_and_counts_for_nothing(house):
    put(house, until=house.now.date())
    later = house.now + timedelta(days=2)
    Post.objects.update(until=date(2026, 10, 1))
    assert rights(house.mei) == set()
    appoint(
        house.city.software_union.key,
        house.mei.person.key,
        "干事",
        [GROUP],
        by=house.city.su,
        now=later,
    )
    assert Post.objects.filter(ended_at__isnull=True).count() == 1


def change(house, post, groups, by=None, until=None, title="组织员"):
    return change_post(
        post.union.key, post.pk, title, groups, until, by=by or house.city.su, now=house.now
    )


@pytest.mark.row("X3-11")
def test_changing_a_post_gives_and_takes(house):
    post = put(house, groups=(REVIEW, "medical_aid"))
    change(house, post, (REVIEW, f"view_{GROUP}"), until=date(2097, 1, 31))
    assert {codename for codename, _ in rights(house.mei)} == {REVIEW, f"view_{GROUP}"}
    post.refresh_from_db()
    assert (post.title, post.until) == ("组织员", date(2097, 1, 31))
    kinds = AuditEntry.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["post", "grant", "post", "grant", "revoke"]


def test_what_is_added_has_to_be_his_to_give_and_what_is_taken_has_not(house):
    post = put(house, groups=(REVIEW, "medical_aid"))
    change(house, post, (REVIEW,), by=house.city.chen)
    assert {codename for codename, _ in rights(house.mei)} == {REVIEW}
    with pytest.raises(Refused, match="beyond-yours"):
        change(house, post, (REVIEW, "medical_aid"), by=house.city.chen)
    with pytest.raises(NotYours):
        change(house, post, (REVIEW,), by=house.city.he)


def test_lengthening_is_giving(house):
    post = put(house, groups=("medical_aid",), until=date(2026, 12, 31))
    change(house, post, ("medical_aid",), by=house.city.chen, until=date(2026, 12, 1))
    with pytest.raises(Refused, match="beyond-yours"):
        change(house, post, ("medical_aid",), by=house.city.chen, until=date(2026, 12, 2))


def test_nobody_changes_or_ends_his_own_post(house):
    post = put(house, groups=("staff", GROUP))
    with pytest.raises(Refused, match="to-yourself"):
        change(house, post, ("staff",), by=house.mei)
    with pytest.raises(Refused, match="to-yourself"):
        dismiss(post.union.key, post.pk, by=house.mei, now=house.now)


def test_dismissing_takes_everything_once(house):
    post = put(house)
    dismiss(post.union.key, post.pk, "调离", by=house.city.su, now=house.now)
    assert rights(house.mei) == set()
    assert gate.of(house.mei).is_staff is False
    with pytest.raises(Expired):
        dismiss(post.union.key, post.pk, by=house.city.su, now=house.now)
    with pytest.raises(Expired):
        change(house, post, (REVIEW,))
    assert Message.objects.filter(recipient=house.mei).count() == 2


@pytest.mark.row("X3-12")
def test_a_transfer_ends_the_post_in_the_same_transaction(house):
    put(house)
    give(house.mei, REVIEW, house.city.software_union)  # one that stands alone goes too
    membership.transfer(
        house.mei.person,
        house.city.machinery_union,
        since=date(2026, 11, 2),
        by=house.city.su,
        now=house.now,
    )
    assert rights(house.mei) == set()
    assert Post.objects.get().end_reason == "membership-transferred_out"


def test_rights_elsewhere_stay(house):
    give(house.mei, REVIEW, house.city.hudong)
    put(house)
    membership.leave(house.mei.person, until=date(2026, 11, 2), by=house.city.su, now=house.now)
    assert rights(house.mei) == {(REVIEW, house.city.hudong.name)}


def test_a_closed_account_is_not_appointed(house):
    gone = make_user("顾离", "15400000209", is_active=False)
    with pytest.raises(Refused, match="not-a-member-there"):
        put(house, gone)
    house.mei.is_active = False
    house.mei.save()
    refusal("no-account", house)
