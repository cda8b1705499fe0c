"""Correcting what is registered of a member; moving a union with everything below it."""

from __future__ import annotations

import pytest

from tests.journeys import membership as steps
from tests.journeys.paper import picture
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.e2e
CORRECTED, CHAIR = "15400000207", "15400000106"
ORGANISER = "15400000111"
PLACES = "湖东工业园工会", "湖东区总工会", "云安区总工会", "云安新城街道工会"
PERSON = """
from unionhall.people.models import Person
one = Person.objects.get(mobile="MOBILE")
fields = one.changes.values_list("field", flat=True)
print(one.name, one.residence_region, *sorted(fields))
"""
OFFICERS = """
from permissions.models import UnionGrant
for verb, union in WANTED:
    held = UnionGrant.objects.filter(permission__codename=verb + "_affiliation")
    found = held.filter(content_object__name=union).values_list("user__mobile", flat=True)
    print(next(mobile for mobile in found if mobile != "15400000111"))
"""
CHAIN = """
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import chain
park = Union.objects.get(name="湖东工业园工会")
below = Union.objects.filter(path__startswith=park.path).order_by("-depth")[0]
print(*(one.name for one in chain(below)))
"""


def hand_over(visitor: Visitor) -> None:
    visitor.page.locator("main input[type=file]").first.set_input_files(picture("证明"))
    visitor.page.locator(".files a").first.wait_for()
    visitor.press("下一步：核对")


@pytest.mark.row("X2-06")
def test_a_name_and_a_residence_are_corrected(arrive, site):
    member = arrive(CORRECTED, device="phone")
    member.go("/matters/membership-verification/conditions/")
    steps.accept(member, "我已阅读并承诺")
    member.page.fill("[name=new_name]", "阿依努尔😀")
    member.press("下一步")
    assert "请按证件填写姓名" in member.text()
    member.page.fill("[name=new_name]", "阿依努尔·买买提江")
    steps.place(member, "residence_region", "湖东区", "湖东新城街道")
    member.page.fill("[name=residence]", "东路8号")
    member.look("verification-form")
    member.press("下一步")
    hand_over(member)
    number = steps.hand_in(member)
    steps.decide(arrive(CHAIR), "membership-verification", number, "同意")
    kept = site.shell(PERSON.replace("MOBILE", CORRECTED)).split()
    assert kept[:2] == ["阿依努尔·买买提江", "790102001"]
    assert {"name", "residence", "residence_region"} <= set(kept[2:])


def pick(visitor: Visitor, number: int, name: str) -> None:
    visitor.page.get_by_role("button", name="搜索工会").nth(number).click()
    visitor.page.fill("main input[name=q]", name)
    visitor.press("搜索")
    visitor.page.get_by_label(name, exact=True).last.check()
    visitor.press("确定")
    visitor.press("确定")


def apply(handler: Visitor, union: str, parent: str, area: str, *, statement: bool) -> str:
    handler.go("/matters/affiliation-change/conditions/")
    handler.press("发起申请")
    pick(handler, 0, union)
    pick(handler, 1, parent)
    handler.page.fill("[name=reason]", "搬迁到新址")
    handler.look("affiliation-form")
    handler.press("下一步")
    if statement:
        hand_over(handler)
    else:
        handler.press("下一步：核对")
    assert area in handler.text()
    handler.page.locator("main input[name=consent]").check()
    return steps.hand_in(handler)


def test_a_union_moves_with_everything_below_it(arrive, site):
    park, district, other, town = PLACES
    wanted = [
        ("handle", park),
        ("review", district),
        ("review", "鹭湾市总工会"),
        ("review", other),
    ]
    said = site.shell(OFFICERS.replace("WANTED", repr(wanted))).split()
    handler, former, city, new = said
    visitor = arrive(handler)
    number = apply(visitor, park, other, other, statement=True)
    steps.decide(arrive(former), "affiliation-change", number, "知晓")
    steps.decide(arrive(city), "affiliation-change", number, "同意")
    steps.decide(arrive(ORGANISER), "affiliation-change", number, "执行变更")
    number = apply(visitor, park, town, other, statement=False)
    steps.decide(arrive(new), "affiliation-change", number, "同意")
    assert f"{park} {town} {other} 鹭湾市总工会" in site.shell(CHAIN)
