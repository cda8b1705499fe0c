"""Ways of holding more than one was given, each tried; who tries is told why not, or gets nothing.

The random walk of `test_machine` looks for what nobody thought of; these were thought of.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from permissions import gate, policy
from tests.factories.grants import GROUP, give
from tests.factories.people import make_user
from tests.factories.staff import make_member, rights
from tests.permissions.rows import make_case, make_task
from unionhall.casework.core import union as tree
from unionhall.casework.refusals import Conflict, NotYours, Refused
from unionhall.casework.staff.appoint import appoint
from unionhall.casework.staff.change_post import change_post
from unionhall.casework.staff.dismiss import dismiss
from unionhall.casework.staff.issue_code import issue_code
from unionhall.casework.staff.redeem_code import redeem_code
from unionhall.casework.staff.revoke_code import revoke_code
from unionhall.casework.staff.set_chair import set_chair
from unionhall.casework.unions.dissolve import dissolve
from unionhall.organisation.models import ActivationCode, Post, Union
from unionhall.people.models import User

REVIEW = f"review_{GROUP}"
TODAY = date(2026, 11, 2)


def put(house, user, groups=(REVIEW,), until=None, by=None, union=None):
    place = union or house.city.software_union
    return appoint(
        place.key, user.person.key, "干事", groups, until, by=by or house.city.su, now=house.now
    )


def code_for(house, union=None, groups=(REVIEW,), by=None):
    place = union or house.city.software_union
    return issue_code(place.key, "管理员", groups, by=by or house.city.su, now=house.now)


def held(user) -> set[str]:
    return {codename for codename, _union in rights(user)}


def refused(code, verb, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    assert caught.value.code == code
    assert caught.value.sentence


@pytest.fixture
def lu(house) -> User:
    return make_member("鲁平", "15400000202", house.city.software_union)


# Through another account


def test_a_friend_gives_back_no_more_than_he_was_given(house, lu):
    put(house, house.mei, ("staff", REVIEW), until=date(2097, 1, 31))
    put(house, lu, ("staff", REVIEW), until=date(2097, 1, 31), by=house.mei)
    own = Post.objects.get(person=house.mei.person)
    place = house.city.software_union.key
    for wanted, until, code in (
        (("staff", REVIEW), date(2097, 2, 1), "beyond-your-end"),
        (("staff", REVIEW), None, "beyond-your-end"),
        (("staff", GROUP), date(2097, 1, 31), "beyond-yours"),
    ):
        refused(code, change_post, place, own.pk, "干事", wanted, until, by=lu, now=house.now)
    assert held(house.mei) == {"manage_staff", REVIEW}


def test_a_second_account_of_a_friend_is_another_person_not_a_member(house, lu):
    other = make_user("鲁平", "15400000204")
    put(house, lu, ("staff", REVIEW))
    refused("not-a-member-there", put, house, other, by=lu)


def test_a_code_for_oneself_through_a_union_below_gives_what_one_holds(house, lu):
    give(lu, "manage_union", house.city.software_union)
    below = house.city.research_group
    refused("beyond-yours", code_for, house, below, ("staff",), by=lu)
    _row, code = code_for(house, below, ("union",), by=lu)
    refused("own-code", redeem_code, code, by=lu, now=house.now)
    redeem_code(code, by=house.mei, now=house.now)
    assert rights(house.mei) == {("manage_union", below.name)}
    with pytest.raises(NotYours):
        code_for(house, house.city.software_union, ("union",), by=house.mei)


# Wider: siblings, above, the root


@pytest.mark.parametrize("place", ["hudong", "root", "machinery_union", "services"])
def test_managing_one_branch_opens_no_other(house, place):
    union = getattr(house.city, place)
    chen = house.city.chen
    give(chen, "manage_union", house.city.sijiang)
    stranger = make_member("岳川", "15400000205", union)
    with pytest.raises(NotYours):
        put(house, stranger, by=chen, union=union)
    with pytest.raises(NotYours):
        code_for(house, union, by=chen)
    with pytest.raises(NotYours):
        set_chair(union.key, stranger.person.key, by=chen, now=house.now)
    assert rights(stranger) == set()


def test_nobody_stands_above_the_root(house):
    with pytest.raises(NotYours):
        code_for(house, house.city.root, by=house.city.su)
    refused("to-yourself", put, house, house.city.su, by=house.city.su, union=house.city.root)
    refused(
        "to-yourself",
        set_chair,
        house.city.root.key,
        house.city.su.person.key,
        by=house.city.su,
        now=house.now,
    )


def test_a_post_or_code_is_found_at_its_own_union_only(house):
    post = put(house, house.mei)
    row, _code = code_for(house)
    near = house.city.park.key
    with pytest.raises(NotYours):
        change_post(near, post.pk, "干事", (REVIEW,), by=house.city.su, now=house.now)
    with pytest.raises(NotYours):
        dismiss(near, post.pk, by=house.city.su, now=house.now)
    with pytest.raises(NotYours):
        revoke_code(near, row.pk, by=house.city.su, now=house.now)


def test_a_code_is_of_its_union_whoever_redeems_it(house):
    _row, code = code_for(house)
    redeem_code(code, by=house.city.zhou, now=house.now)  # a member elsewhere
    assert rights(house.city.zhou) == {(REVIEW, house.city.software_union.name)}


def test_the_whole_audit_trail_is_read_from_the_root_only(house):
    from unionhall.casework.messaging.watching import may_audit

    put(house, house.mei, ("audit",))
    assert held(house.mei) == {"view_audit"}
    assert may_audit(house.mei) is False
    assert may_audit(house.city.su) is True


# Codes that ended


def test_a_revoked_code_and_one_that_ran_out_give_nothing(house, time_machine):
    row, code = code_for(house)
    revoke_code(row.union.key, row.pk, by=house.city.su, now=house.now)
    refused("wrong-code", redeem_code, code, by=house.city.wu, now=house.now)
    _row, code = code_for(house)
    late = house.now + timedelta(days=7)
    refused("wrong-code", redeem_code, code, by=house.city.wu, now=late)
    assert rights(house.city.wu) == set()


def test_a_used_code_is_not_taken_back(house):
    row, code = code_for(house)
    redeem_code(code, by=house.city.wu, now=house.now)
    with pytest.raises(Conflict):
        revoke_code(row.union.key, row.pk, by=house.city.su, now=house.now)


def test_a_code_of_an_issuer_whose_rights_end_today_is_not_spent_for_nothing(house):
    give(house.city.chen, "manage_union", house.city.sijiang)
    _row, code = code_for(house, groups=("union",), by=house.city.chen)
    end = house.now + timedelta(hours=1)  # in the middle of a day
    give(house.city.chen, "manage_union", house.city.sijiang, until=end)
    refused("code-outlived", redeem_code, code, by=house.city.wu, now=house.now)
    assert ActivationCode.objects.get().used_at is None
    assert Post.objects.count() == 0


@pytest.fixture
def clock(house, time_machine):
    time_machine.move_to(house.now, tick=False)
    return time_machine


@pytest.mark.parametrize("ending", ["closed account", "moved away", "dissolved"])
def test_a_code_dies_with_what_stood_behind_it(house, clock, ending):
    chen, group = house.city.chen, house.city.research_group
    give(chen, "manage_union", house.city.sijiang)
    _row, code = code_for(house, group, by=chen)
    common = {"by": house.city.su, "now": house.now}
    if ending == "closed account":
        User.objects.filter(pk=chen.pk).update(is_active=False)
    elif ending == "moved away":
        union = Union.objects.get(pk=house.city.software_union.pk)
        tree.move(union, house.city.hudong, on=TODAY, basis="划转", **common)
    else:
        dissolve(group.key, "不再设立", **common)
    code_of = "wrong-code" if ending == "dissolved" else "code-outlived"
    refused(code_of, redeem_code, code, by=house.city.wu, now=house.now)
    assert rights(house.city.wu) == set()


# Ends


def test_the_last_day_ends_at_midnight_of_the_house(house, time_machine):
    post = put(house, house.mei, ("staff", REVIEW), until=date(2026, 11, 30))
    union = house.city.software_union
    midnight = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # 00:00 of 1 December in the city
    time_machine.move_to(midnight - timedelta(seconds=1), tick=False)
    remembered = gate.fresh(house.mei)
    assert remembered.may_manage_staff(union)
    assert list(remembered.manageable_unions("manage_staff"))[:1] == [union]
    time_machine.move_to(midnight, tick=False)
    assert not remembered.may_manage_staff(union)
    assert list(remembered.manageable_unions("manage_staff")) == []
    assert rights(house.mei) == set()
    with pytest.raises(NotYours):
        change_post(
            union.key, post.pk, "干事", ("staff",), date(2097, 1, 1), by=house.mei, now=midnight
        )


def _press(house) -> str:
    """The page was open, then the post ended; what does the button say?"""
    post = put(house, house.mei)
    case = make_case(house.city.zhou, house.city.software_union)
    task = make_task(case, house.city.software_union)
    mei = User.objects.get(pk=house.mei.pk)
    assert gate.of(mei).may_decide(task).allowed
    dismiss(post.union.key, post.pk, by=house.city.su, now=house.now)
    return gate.may_decide(mei, task).code


def test_a_post_that_ends_while_its_holder_decides(house):
    assert _press(house) == "no-permission"


def test_control_the_rights_of_the_page_would_still_decide(house, monkeypatch):
    told = gate.Rights.may_decide
    first: list[gate.Rights] = []

    def remembered(self, task):
        first.append(self)
        return told(first[0], task)

    monkeypatch.setattr(gate.Rights, "may_decide", remembered)
    assert _press(house) == "granted"


def test_control_without_the_rule_a_friend_would_give_back_more(house, lu, monkeypatch):
    monkeypatch.setattr(
        "permissions.managing.may_grant", lambda *args, **kwargs: policy.Verdict(True, "manages")
    )
    with pytest.raises(pytest.fail.Exception):
        test_a_friend_gives_back_no_more_than_he_was_given(house, lu)
