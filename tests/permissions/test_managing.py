"""The rules of managing as a table, and lists that agree with single checks over a whole tree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from permissions import gate, managing
from permissions.managing import MANAGE_STAFF, MANAGE_UNION, Place, Target
from permissions.policy import Actor, Grant
from tests.factories.grants import give
from unionhall.organisation import tree
from unionhall.organisation.models import Union

END = datetime(2026, 12, 1, tzinfo=UTC)
LATER, SOONER = END + timedelta(seconds=1), END - timedelta(seconds=1)
ROOT, HERE, NEXT, BELOW = (
    Place(1, "0001", "市"),
    Place(2, "00010001", "区"),
    Place(3, "00010002", "邻区"),
    Place(4, "000100010001", "基层"),
)
CLOSED = Place(5, "000100010002", "已撤", is_active=False)
FRIEND = Target(8, 18, is_member=True)
STRANGER = Target(8, 18, is_member=False)
BY_CODE = Target(8, 18, is_member=False, is_bootstrap=True)


def on(place: Place, *codenames: str, until: datetime | None = None) -> tuple[Grant, ...]:
    return tuple(Grant(one, place.union, place.path, expires_at=until) for one in codenames)


STAFF = on(HERE, MANAGE_STAFF, "review_fund")


@pytest.mark.parametrize(
    ("grants", "place", "wanted", "until", "target", "expected"),
    [
        (STAFF, HERE, {"review_fund"}, None, FRIEND, "manages"),
        (STAFF, BELOW, {"review_fund"}, None, FRIEND, "manages-above"),
        (STAFF, BELOW, {MANAGE_STAFF}, None, FRIEND, "manages-above"),
        (STAFF, ROOT, {"review_fund"}, None, FRIEND, "may-not-manage"),
        (STAFF, NEXT, {"review_fund"}, None, FRIEND, "may-not-manage"),
        ((), HERE, {"review_fund"}, None, FRIEND, "may-not-manage"),
        (on(HERE, "review_fund"), HERE, {"review_fund"}, None, FRIEND, "may-not-manage"),
        (on(HERE, MANAGE_UNION), HERE, {MANAGE_UNION}, None, FRIEND, "may-not-manage"),
        (STAFF, HERE, set(), None, FRIEND, "nothing-given"),
        (STAFF, HERE, {"review_fund", "view_fund"}, None, FRIEND, "beyond-yours"),
        (STAFF, HERE, {MANAGE_UNION}, None, FRIEND, "beyond-yours"),
        # managed here, but the right is held below or beside only
        (on(HERE, MANAGE_STAFF) + on(BELOW, "review_fund"), HERE, {"review_fund"}, None, FRIEND,
         "beyond-yours"),
        (on(HERE, MANAGE_STAFF) + on(NEXT, "review_fund"), BELOW, {"review_fund"}, None, FRIEND,
         "beyond-yours"),
        # managed below only, the right held above
        (on(BELOW, MANAGE_STAFF) + on(ROOT, "review_fund"), BELOW, {"review_fund"}, None, FRIEND,
         "manages"),
        (on(BELOW, MANAGE_STAFF) + on(ROOT, "review_fund"), HERE, {"review_fund"}, None, FRIEND,
         "may-not-manage"),
        # ends: his right, and his managing
        (on(HERE, MANAGE_STAFF) + on(HERE, "review_fund", until=END), HERE, {"review_fund"}, END,
         FRIEND, "manages"),
        (on(HERE, MANAGE_STAFF) + on(HERE, "review_fund", until=END), HERE, {"review_fund"}, SOONER,
         FRIEND, "manages"),
        (on(HERE, MANAGE_STAFF) + on(HERE, "review_fund", until=END), HERE, {"review_fund"}, LATER,
         FRIEND, "beyond-your-end"),
        (on(HERE, MANAGE_STAFF) + on(HERE, "review_fund", until=END), HERE, {"review_fund"}, None,
         FRIEND, "beyond-your-end"),
        (on(HERE, MANAGE_STAFF, until=END) + on(HERE, "review_fund"), HERE, {"review_fund"}, None,
         FRIEND, "beyond-your-end"),
        (on(HERE, "review_fund", until=END) + on(ROOT, "review_fund") + on(HERE, MANAGE_STAFF),
         HERE, {"review_fund"}, None, FRIEND, "manages"),
        # to whom
        (STAFF, HERE, {"review_fund"}, None, Target(7, 17, is_member=True), "to-yourself"),
        (STAFF, HERE, {"review_fund"}, None, Target(9, 17, is_member=True), "to-yourself"),
        (STAFF, HERE, {"review_fund"}, None, Target(7, 18, is_member=True), "to-yourself"),
        (STAFF, HERE, {"review_fund"}, None, STRANGER, "not-a-member-there"),
        (STAFF, HERE, {"review_fund"}, None, BY_CODE, "manages"),
        (STAFF, HERE, {"review_fund"}, None, Target(None, 18, is_member=True), "no-account"),
        (STAFF, HERE, {"review_fund"}, None, None, "manages"),
        (STAFF, CLOSED, {"review_fund"}, None, FRIEND, "union-closed"),
    ],
)  # fmt: skip
def test_who_may_give_what_to_whom(grants, place, wanted, until, target, expected):
    verdict = managing.may_grant(Actor(7, 17, grants), place, wanted, until, target)
    assert verdict.code == expected
    assert verdict.allowed is (expected in ("manages", "manages-above"))
    if target is not None and wanted:
        added = managing.may_change(Actor(7, 17, grants), place, wanted, wanted, until, target)
        assert (added.allowed, added.code) == (verdict.allowed, verdict.code)


@pytest.mark.parametrize("place", [HERE, BELOW, ROOT, NEXT])
def test_codes_are_given_from_above_only(place):
    actor = Actor(7, 17, on(HERE, MANAGE_UNION, "review_fund"))
    assert managing.may_give_code(actor, place).allowed is (place is BELOW)


def test_nobody_signed_in_manages_nothing():
    nobody = Actor(None, None, STAFF)
    assert managing.may_manage(nobody, MANAGE_STAFF, HERE).code == "not-signed-in"
    assert managing.may_grant(nobody, HERE, {"review_fund"}, None, FRIEND).allowed is False


def test_acting_does_not_reach_down_where_managing_does():
    actor = Actor(7, 17, on(HERE, MANAGE_STAFF, "review_fund"))
    told = {one.name: managing.may_use(actor, "review_fund", one).code for one in (HERE, BELOW)}
    assert told == {"区": "holds", "基层": "holds-above"}
    assert managing.may_use(actor, MANAGE_STAFF, BELOW).code == "manages-above"
    assert managing.may_use(actor, "review_fund", NEXT).code == "holds-elsewhere"


@pytest.fixture
def cast(city):
    """Managing held at each depth, by one who lost it, and by one whose time is over."""
    give(city.su, MANAGE_UNION, city.root)
    give(city.su, MANAGE_STAFF, city.hudong)
    give(city.chen, MANAGE_STAFF, city.sijiang)
    give(city.chen, MANAGE_UNION, city.software_union)
    give(city.lin, MANAGE_STAFF, city.software_union)
    give(city.lin, MANAGE_UNION, city.e_home)
    past = timezone.now() - timedelta(hours=1)
    give(city.zhou, MANAGE_STAFF, city.root, until=past)
    give(city.wu, MANAGE_STAFF, city.root)
    city.wu.is_active = False
    city.wu.save()
    return city


def disagreements(city) -> list[tuple[str, str, str]]:
    """(who, codename, union) wherever a list and the single check do not say the same."""
    found = []
    for who in ("su", "chen", "lin", "he", "zhou", "wu"):
        rights = gate.fresh(getattr(city, who))
        checks = {MANAGE_STAFF: rights.may_manage_staff, MANAGE_UNION: rights.may_manage_union}
        for codename, check in checks.items():
            listed = set(rights.manageable_unions(codename).values_list("pk", flat=True))
            found += [
                (who, codename, union.name)
                for union in Union.objects.all()
                if check(union).allowed != (union.pk in listed)
            ]
    return found


def test_lists_and_single_checks_agree_everywhere(cast):
    assert disagreements(cast) == []
    everywhere = Union.objects.count()
    assert gate.fresh(cast.su).manageable_unions(MANAGE_UNION).count() == everywhere
    assert gate.fresh(cast.he).manageable_unions(MANAGE_UNION).count() == 0


def test_control_a_list_that_does_not_reach_down_is_found(cast, monkeypatch):
    monkeypatch.setattr(tree, "within", lambda paths, field="path": Q(path__in=list(paths)))
    assert disagreements(cast)


def test_control_a_list_of_what_has_run_out_is_found(cast, monkeypatch):
    monkeypatch.setattr(
        gate.Rights, "manageable_unions", lambda self, codename: Union.objects.all()
    )
    assert disagreements(cast)
