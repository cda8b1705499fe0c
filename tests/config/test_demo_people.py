"""The demonstration city: who is there for joining, transferring, staff and support."""

from __future__ import annotations

from collections import Counter

import pytest

from permissions import gate
from permissions.models import UnionGrant
from unionhall.organisation.models import Contact, Post, Union, Unit
from unionhall.people import selectors as selectors_of_people
from unionhall.people.models import Person, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def membership_of(user: User) -> tuple[str, str] | None:
    found = selectors_of_people.active_membership(user.person)
    return (found.union.name, found.state) if found else None


@pytest.mark.parametrize(
    ("mobile", "membership"),
    [
        ("15400000208", ("临江社区联合工会", "joined")),
        ("15400000209", None),
        ("15400000210", ("海滨软件有限公司工会", "joined")),
        ("15400000213", ("示例市属集团工会", "retained")),
        ("15400000214", None),
        ("15400000105", ("集阳区总工会", "transferred_in")),
    ],
)
def test_the_people_of_joining_and_transferring(account, mobile, membership):
    assert membership_of(account(mobile)) == membership


def test_who_has_not_registered_is_nobody_yet(said):
    assert "15400000211  田雅" in said
    assert not User.objects.filter(mobile="15400000211").exists()
    assert not Person.objects.filter(mobile="15400000211").exists()


def test_a_chair_has_the_matters_of_his_union_by_the_register(account):
    chair, union = account("15400000106"), Union.objects.get(name="海滨软件有限公司工会")
    assert (union.chair, union.chair_name) == (chair.person, "郑海")
    assert Post.objects.get(person=chair.person).source == "chair"
    rights = gate.of(chair)
    assert rights.codenames >= {"review_membership", "handle_preparatory_fund", "manage_staff"}
    assert not rights.codenames & {"view_audit", "handle_support", "review_support"}


def test_a_post_ended_with_the_membership(account):
    post = Post.objects.get(person=account("15400000105").person)
    assert (post.union.name, post.ended_at is not None) == ("同源区总工会", True)


def test_staff_are_members_where_they_work(said):
    posts = Post.objects.filter(ended_at__isnull=True).select_related("union", "person")
    strangers = []
    for post in posts:
        standing = post.person.memberships.filter(state__in=("joined", "transferred_in"))
        if not standing.filter(union=post.union).exists():
            strangers.append((post.person.name, post.union.name))
    assert strangers == [("赵敏", "翔口区总工会")]  # the two posts of one officer


@pytest.mark.parametrize(
    "codename",
    [
        *("review_membership", "review_affiliation", "operate_affiliation", "handle_support"),
        *("review_support", "view_audit", "manage_staff", "manage_union"),
    ],
)
def test_somebody_in_the_city_does_each_matter(said, codename):
    city = UnionGrant.objects.filter(permission__codename=codename, content_object__depth=1)
    assert city.exists()


def test_support_is_two_people(said):
    def holders(codename: str) -> set[int]:
        rows = UnionGrant.objects.filter(permission__codename=codename)
        return set(rows.values_list("user", flat=True))

    assert holders("handle_support").isdisjoint(holders("review_support"))


def test_every_street_leads_to_its_town_union(said):
    towns = set(Union.objects.filter(kind="town").values_list("region", flat=True))
    assert len(towns) == 6
    assert set(Unit.objects.values_list("region", flat=True)) == towns
    nowhere = Union.objects.filter(kind__in=("industry", "direct")).values_list("region", flat=True)
    assert set(nowhere) == {""}
    assert Unit.objects.get(name="晨光工作室").region == "790101001"


@pytest.mark.row("J1-42", "J1-43")
def test_city_and_districts_can_be_called(said):
    for union in Union.objects.filter(kind__in=("root", "district")):
        general = union.contacts.get(matter_group="")
        assert general.phones.startswith("1540300")
        assert "工作日" in general.hours
    phones = [p for c in Contact.objects.all() for p in c.phones.split("、")]
    assert len(phones) == len(set(phones))
    assert len(Union.objects.get(kind="root").contacts.get(matter_group="").phones) == 23


def test_dates_of_birth_and_countries_are_known(said):
    assert Person.objects.filter(born_on__isnull=True).count() == 0
    countries = Counter(Person.objects.values_list("nationality", flat=True))
    assert {c: n for c, n in countries.items() if c != "CHN"} == {"HKG": 1, "DEU": 1, "TWN": 2}


def test_who_joins_and_transfers_is_of_working_age(account):
    for mobile in ("15400000201", "15400000208", "15400000214"):
        assert 1980 <= account(mobile).person.born_on.year <= 1998
    assert account("15400000202").person.born_on.year <= 1963
