"""Activation codes: once, for seven days, by somebody else, and never more than the issuer has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from permissions import grants
from tests.factories.grants import GROUP, give
from tests.factories.staff import rights
from unionhall.audit.models import AuditEntry
from unionhall.casework.refusals import Conflict, NotYours, Refused
from unionhall.casework.staff import codes
from unionhall.casework.staff.appoint import appoint
from unionhall.casework.staff.issue_code import issue_code
from unionhall.casework.staff.redeem_code import redeem_code
from unionhall.casework.staff.revoke_code import revoke_code
from unionhall.organisation.models import ActivationCode, Post
from unionhall.people.models import User

GROUPS = ("staff", "union", GROUP)


def issue(house, union=None, groups=GROUPS, by=None, now=None):
    place = union or house.city.software_union
    return issue_code(place.key, "管理员", groups, by=by or house.city.su, now=now or house.now)


def refused(code, user, house, now=None):
    with pytest.raises(Refused) as caught:
        redeem_code(code, by=user, now=now or house.now)
    return caught.value.code


@pytest.mark.row("J1-05", "J1-07", "J1-08", "S1-02")
def test_a_code_from_above_makes_a_stranger_the_administrator(house):
    row, code = issue(house)
    assert code not in str(ActivationCode.objects.values().get())
    post = redeem_code(code.lower().replace("-", " "), by=house.city.wu, now=house.now)
    assert (post.source, post.is_bootstrap, post.title) == ("code", True, "管理员")
    name = house.city.software_union.name
    assert ("manage_union", name) in rights(house.city.wu)
    row.refresh_from_db()
    assert (row.used_by, row.used_at) == (house.city.wu, house.now)
    deeds = AuditEntry.objects.filter(kind="code").order_by("pk").values_list("values", flat=True)
    assert [one["deed"] for one in deeds] == ["issued", "used"]
    assert code not in str(list(AuditEntry.objects.values()))


def test_a_code_is_used_once(house):
    _row, code = issue(house)
    redeem_code(code, by=house.city.wu, now=house.now)
    assert refused(code, house.city.zhou, house) == "wrong-code"
    assert rights(house.city.zhou) == set()


def test_a_code_runs_out_after_seven_days_and_another_may_be_issued(house):
    _row, code = issue(house)
    late = house.now + timedelta(days=7)
    assert refused(code, house.city.wu, house, late) == "wrong-code"
    issue(house, now=late)


def test_one_unused_code_per_union_which_may_be_revoked(house):
    row, code = issue(house)
    with pytest.raises(Refused, match="has-code"):
        issue(house)
    with pytest.raises(NotYours):
        revoke_code(row.union.key, row.pk, by=house.city.chen, now=house.now)
    revoke_code(row.union.key, row.pk, by=house.city.su, now=house.now)
    with pytest.raises(Conflict):
        revoke_code(row.union.key, row.pk, by=house.city.su, now=house.now)
    assert refused(code, house.city.wu, house) == "wrong-code"
    issue(house)


def test_five_wrong_codes_lock_for_half_an_hour(house):
    _row, code = issue(house)
    for _ in range(5):
        assert refused("ABCD-EFGH-JKMN-PQRS", house.city.wu, house) == "wrong-code"
    assert refused(code, house.city.wu, house) == "too-many-codes"
    redeem_code(code, by=house.city.wu, now=house.now + timedelta(minutes=31))


@pytest.mark.parametrize("code", ["", "-", "\x00", "中文", "A" * 5000, "\ud800"])
def test_anything_typed_is_only_a_wrong_code(house, code):
    assert refused(code, house.city.wu, house) == "wrong-code"


def test_codes_come_from_above_and_hold_no_more_than_the_issuer(house):
    give(house.city.chen, "manage_union", house.city.software_union)
    with pytest.raises(NotYours):
        issue(house, by=house.city.chen)
    with pytest.raises(NotYours):
        issue(house, house.city.root)
    give(house.city.chen, "manage_union", house.city.sijiang)
    with pytest.raises(Refused, match="beyond-yours"):
        issue(house, by=house.city.chen)
    issue(house, by=house.city.chen, groups=("union", f"review_{GROUP}"))


def test_nobody_redeems_his_own_code(house):
    _row, code = issue(house)
    assert refused(code, house.city.su, house) == "own-code"
    redeem_code(code, by=house.city.wu, now=house.now)


def test_a_code_does_not_outlive_what_its_issuer_held(house):
    _row, code = issue(house)
    grants.revoke(house.city.su, f"disburse_{GROUP}", house.city.root)
    assert refused(code, house.city.wu, house) == "code-outlived"
    assert ActivationCode.objects.get().used_at is None
    assert rights(house.city.wu) == set()


def test_a_code_gives_for_no_longer_than_its_issuer_has(house):
    end = timezone.now() + timedelta(days=60)  # grants end by the clock on the wall
    for codename in ("manage_staff", "manage_union"):
        give(house.city.su, codename, house.city.root, until=end)
    _row, code = issue(house, groups=("staff", "union"))
    post = redeem_code(code, by=house.city.wu, now=house.now)
    assert post.until is not None
    assert post.until < timezone.localdate(end)


def test_whoever_has_a_post_there_leaves_the_code_unused(house):
    appoint(
        house.city.software_union.key,
        house.mei.person.key,
        "干事",
        [GROUP],
        by=house.city.su,
        now=house.now,
    )
    _row, code = issue(house)
    assert refused(code, house.mei, house) == "has-post"
    assert Post.objects.count() == 1
    redeem_code(code, by=house.city.wu, now=house.now)


def test_an_account_without_a_person_has_no_post(house):
    _row, code = issue(house)
    bare = User.objects.create(username="bare", password="!")
    assert refused(code, bare, house) == "no-person"


def test_what_people_type_is_read_generously():
    assert codes.normal("ab1o-ｃｄ 2i—l") == codes.normal("AB10CD211")
    assert len(codes.normal(codes.new())) == 16
