"""A unit joins the mutual association: from the city's own site to the policy in a member's hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.journeys import enrolment
from tests.journeys.enrolment import CITY, CLERK, DISTRICT, UNITS
from tests.journeys.visitor import PASSWORD

pytestmark = pytest.mark.e2e
MEMBER, STRANGER = "15400000206", "15400000199"
LIST = "/office/registers"
# as in a new year, however often this is played
NEW_YEAR = """
from unionhall.cases.models import CaseKey, LineKey
from unionhall.messages.models import Message
from unionhall.registers.models import Record
LineKey.objects.filter(line__case__process="unit-enrolment").delete()
CaseKey.objects.filter(process="unit-enrolment").delete()
Record.objects.filter(register__in=["unit-enrolment", "unit-contract", "member-policy"]).delete()
Message.objects.filter(title="互助保障已生效").delete()
"""

# what the worker does at eight, also when this is played before
PUBLISHED = """
from datetime import timedelta
from django.utils import timezone
from unionhall.definitions import selectors as definitions
from unionhall.registers import snapshots
register = definitions.register("member-roll")
midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
snapshot = snapshots.begin(register, midnight)
while not snapshots.carry_on(snapshot, register):
    pass
type(snapshot).objects.update(published_at=timezone.now() - timedelta(seconds=1))
"""


@pytest.fixture
def new_year(site):
    site.shell(NEW_YEAR + PUBLISHED)
    return site


def submit(clerk) -> str:
    """List and form, then 【提交】; the number of the application."""
    clerk.page.locator("[name=remark]").fill("本年度全员入会")
    clerk.press("下一步")
    clerk.look("units-lines")
    assert "数据截至" in clerk.text()
    clerk.press("下一步")
    clerk.look("units-check")
    assert "名单共" in clerk.text()
    return enrolment.submit(clerk, "我已核对名单")


@pytest.mark.row("J1-22", "J1-25")
def test_the_city_s_own_site_leads_there_by_one_address(arrive, new_year):
    """A button anywhere links to the guide; 【在线办理】 asks for the account, then goes on."""
    clerk = arrive()
    clerk.go(f"/matters/{UNITS}/")
    assert "单位入会" in clerk.text()
    clerk.press("在线办理")
    assert "/sign-in/" in clerk.page.url
    clerk.page.fill("#name", CLERK)
    clerk.page.fill("#password", PASSWORD)
    clerk.page.locator("main form button").first.click()
    clerk.page.wait_for_load_state()
    assert f"/matters/{UNITS}/conditions/" in clerk.page.url
    clerk.go("/office/")
    group = clerk.page.locator(".rail__group").filter(has_text="互助保障【线上普惠】")
    assert group.locator("a").first.inner_text().strip() == "单位入会"
    group.locator("a").first.click()
    clerk.page.wait_for_load_state()
    assert clerk.page.url.endswith(f"/matters/{UNITS}/")


@pytest.mark.row(
    *("J1-26", "J1-29", "J1-30", "J1-31", "J1-32", "J1-33", "J1-34", "J1-35", "J1-36"),
    *("J1-37", "J1-38", "J1-39"),
)
def test_a_unit_joins_and_its_members_have_their_policies(arrive, new_year):
    clerk = arrive(CLERK)
    case = enrolment.begin(clerk, UNITS)
    clerk.look("units-form")
    first = submit(clerk)
    clerk.go(case)
    clerk.look("units-waiting")
    clerk.press("撤销删除")
    clerk.look("units-withdrawal")
    assert "人的名单" in clerk.page.locator("dialog[open]").inner_text()
    clerk.press("撤销删除", within="dialog[open]")
    assert "申请已撤销并删除。" in clerk.text()
    assert clerk.status_of(case) == 404

    case = enrolment.begin(clerk, UNITS)
    number = submit(clerk)
    assert number != first
    clerk.go("/cases/?tab=in_progress")
    assert number in clerk.text()
    assert "待上级工会审核" in clerk.text()
    enrolment.decide(arrive(DISTRICT), UNITS, number, "同意")
    clerk.go(case)
    assert not clerk.offers("撤销删除")
    clerk.go(f"{LIST}/unit-enrolment/lists/all/")
    clerk.look("units-passed")
    assert number in clerk.text()
    clerk.go(f"{LIST}/unit-contract/lists/all/")
    clerk.look("units-no-contract")
    assert number not in clerk.text()

    city, contract = arrive(CITY), f"HZ-{number}"
    day = datetime.now(UTC).date().isoformat()
    enrolment.decide(city, UNITS, number, "确认", number=contract, signed_on=day)
    clerk.go(f"{LIST}/unit-contract/lists/all/")
    clerk.look("units-contract")
    assert contract in clerk.text()
    clerk.press(contract)
    clerk.look("units-contract-record")
    clerk.go(f"{LIST}/member-policy/lists/all/")
    clerk.look("units-policies")
    assert f"{contract}-1" in clerk.text()

    again_this_year(clerk)
    his_own_policy(arrive, contract)


def again_this_year(clerk) -> None:
    """J1-39: what passed is the only one of the year."""
    clerk.go(f"/matters/{UNITS}/")
    clerk.press("在线办理")
    clerk.look("units-again")
    assert "本工会本年度的单位入会已经通过，不能再次提交。" in clerk.text()


def his_own_policy(arrive, contract: str) -> None:
    """On the phone, from the message to the policy; nobody else opens it."""
    member = arrive(MEMBER, device="phone")
    member.go("/messages/")
    member.press("互助保障已生效", exact=False)
    member.look("mine-record")
    place = member.page.url.removeprefix(member.site)
    assert place.startswith("/mine/member-policy/")
    assert f"保单号\n{contract}-" in member.text()
    member.go("/me/")
    member.press("我的权益")
    member.look("mine")
    member.press("我的保单", exact=False)
    member.look("mine-list")
    assert "有效" in member.text()
    assert arrive(STRANGER).status_of(place) == 404
    assert arrive().status_of(place) == 302


def test_what_is_mine_is_empty_at_first_and_says_what_to_do(arrive, new_year):
    member = arrive(STRANGER, device="phone", scripts=False)
    member.go("/mine/")
    member.look("mine-empty")
    member.press("我的保单", exact=False)
    member.look("mine-list-empty")
    assert "还没有保单" in member.text()
    member.press("查看办事指南")
    assert "单位入会" in member.text()
