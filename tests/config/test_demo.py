"""The demonstration city: the sizes of domain.md 6.2, invented numbers, nothing in clear."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from stdnum.iso7064 import mod_11_2

from permissions import gate
from permissions.models import UnionGrant
from unionhall.config.management.demo import numbers
from unionhall.organisation import selectors
from unionhall.organisation.models import Union, Unit
from unionhall.people import sealing
from unionhall.people.models import ACTIVE_STATES, IdentityDocument, Membership, Person, User
from unionhall.registers.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_members_have_numbers_of_the_year_they_joined(said):
    members = Membership.objects.order_by("since", "id")
    # whoever was transferred kept the number: it is the person's, not the membership's
    holders = {(member.number, member.person_id) for member in members}
    assert len({number for number, _person in holders}) == len(holders) > 1000
    first = {member.person_id: member for member in reversed(members)}
    assert all(re.fullmatch(rf"7900{m.since.year}\d{{9}}", m.number) for m in first.values())


def test_size_s(said):
    staff = UnionGrant.objects.filter(expires_at__isnull=True).aggregate(
        n=Count("user", distinct=True)
    )
    assert [Union.objects.count(), Unit.objects.count(), Person.objects.count(), staff["n"]] == [
        120,
        300,
        2000,
        154,
    ]


def test_the_tree_is_sound_and_has_the_five_levels(said):
    assert Union.objects.find_problems() == ([], [], [], [], [])
    deep = Union.objects.get(name="示例软件公司工会")
    assert [union.name for union in selectors.chain(deep)] == [
        "示例软件公司工会",
        "软件园工会",
        "信息工委",
        "服务业工会联合会",
        "鹭湾市总工会",
    ]
    districts = Union.objects.filter(kind="district").order_by("path")
    assert [d.name[:2] for d in districts] == ["思江", "湖东", "云安", "翔口", "同源", "集阳"]


def test_names_and_codes_are_their_own(said):
    for model, field in ((Unit, "name"), (Unit, "code"), (Union, "name")):
        values = list(model.objects.values_list(field, flat=True))
        assert [value for value, n in Counter(values).items() if n > 1] == []
    for code in Union.objects.exclude(code="").values_list("code", flat=True):
        assert numbers.check_character(code[:-1]) == code[-1]
        assert code[0] == "8"
    for code in Unit.objects.values_list("code", flat=True):
        assert numbers.check_character(code[:-1]) == code[-1]
        assert code[0] == "9"


def test_every_number_is_valid_and_of_no_real_region(said):
    cards = IdentityDocument.objects.filter(kind="111").values_list("sealed_number", flat=True)
    clear = [sealing.unseal(sealed) for sealed in cards]
    assert len(set(clear)) == len(clear) == 1996
    assert {number[:6] for number in clear} == {numbers.REGION}
    assert [number for number in clear if not mod_11_2.is_valid(number)] == []
    assert max(date.fromisoformat(number[6:14]) for number in clear) < date(2006, 1, 1)
    mobiles = Person.objects.exclude(mobile="").values_list("mobile", flat=True)
    assert {mobile[:3] for mobile in mobiles} == {"154"}


def test_no_number_lies_in_clear_anywhere(said):
    sealed = IdentityDocument.objects.order_by("id").values_list("sealed_number", flat=True)
    clear = {sealing.unseal(number) for number in sealed}
    pattern = re.compile(rf"{numbers.REGION}\d{{11}}[\dX]")
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = "\n".join(map(str, cursor.fetchall()))
            found += [table for number in pattern.findall(text) if number in clear]
    assert found == []


def test_memberships_in_the_proportions_of_the_plan(said):
    states = Counter(Membership.objects.values_list("state", flat=True))
    total = sum(states.values())
    for state, percent in {
        "joined": 72,
        "transferred_in": 12,
        "retained": 8,
        "transferred_out": 6,
    }.items():
        assert abs(states[state] * 100 / total - percent) < 3, state
    ended = Membership.objects.exclude(state__in=ACTIVE_STATES)
    assert list(ended.filter(until__isnull=True)) == []


@pytest.mark.parametrize(
    ("mobile", "unions", "codenames"),
    [
        ("15400000101", ["思江区总工会"], {"review_preparatory_fund"}),
        ("15400000102", ["湖东区总工会"], {"review_preparatory_fund"}),
        ("15400000103", ["鹭湾市总工会"], {"disburse_preparatory_fund"}),
        ("15400000104", ["云安区总工会", "翔口区总工会"], {"review_preparatory_fund"}),
        ("15400000105", [], set()),
        ("15400000001", [], set()),
        ("15400000199", [], set()),
    ],
)
def test_the_accounts_of_the_contract(account, mobile, unions, codenames):
    user = account(mobile)
    assert [union.name for union in gate.staff_unions(user)] == unions
    assert gate.of(user).codenames == codenames
    assert user.check_password("unionhall-demo") is True


def test_the_handlers_have_what_they_need(account):
    for mobile, unit, kind in (
        ("15400000001", "海滨软件有限公司", "union"),
        ("15400000002", "海滨软件研发中心", "group"),
    ):
        person = account(mobile).person
        found = Unit.objects.filter(employments__person=person).distinct().get()
        assert (found.name, found.union.kind) == (unit, kind)
        paid = Record.objects.filter(union=found.union, register="fund-payment")
        assert paid.count() == 1
    assert Unit.objects.get(name="晨光工作室").union is None


def test_one_area_has_no_staff_so_its_cases_go_up(said):
    nobody = Union.objects.get(name="机关工会")
    assert UnionGrant.objects.filter(content_object=nobody).count() == 0
    above = UnionGrant.objects.filter(
        content_object__depth=1, permission__codename="review_preparatory_fund"
    )
    assert above.count() == 3


def test_people_who_need_care_are_there(said):
    kinds = Counter(IdentityDocument.objects.values_list("kind", flat=True))
    found = {kind: kinds[kind] for kind in ("414", "511", "516", "556")}
    assert found == {"414": 1, "511": 1, "516": 1, "556": 1}
    names = ["王㛃𬱖", "阿依努尔·买买提", "ANNA MUSTER"]
    assert Person.objects.filter(name__in=names).count() == 3
    assert Person.objects.filter(user__isnull=True).count() > 1000


def test_the_roster_and_the_open_plan_are_there(said):
    rows = Record.objects.filter(register="roster")
    names = ["海滨软件有限公司工会", "示例软件公司工会"]
    assert {union for (union,) in rows.values_list("union__name").distinct()} == set(names)
    assert rows.filter(state="insured").count() > 5
    assert rows.filter(state="uninsured").count() > 80
    number = rows.first().values["document_no"]
    assert not re.fullmatch(r"\d{17}[\dX]", str(number))
    plans = Record.objects.filter(register="aid-plan", state="open")
    assert sorted(one.values["title"] for one in plans) == [
        "年度会员普惠互助保障",
        "第二十一期职工医疗互助保障活动",
    ]


def test_again_is_harmless_and_tells_the_accounts_again(said):
    before = [model.objects.count() for model in (Union, Unit, Person, User, UnionGrant, Record)]
    out = StringIO()
    call_command("demo", stdout=out)
    assert [
        model.objects.count() for model in (Union, Unit, Person, User, UnionGrant, Record)
    ] == before
    assert "15400000101  陈思远" in out.getvalue()
    assert out.getvalue().splitlines() == said.splitlines()[1:]


def test_never_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("demo")
