"""Joining on a phone, from the invitation to the membership card; changing unions on a PC."""

from __future__ import annotations

import pytest

from tests.journeys import membership as steps

pytestmark = pytest.mark.e2e


@pytest.mark.row("X2-11", "X2-13", "X2-15", "X2-16", "X2-19", "X2-20", "X2-21", "X2-22", "X2-23")
@pytest.mark.row("X2-24", "X2-53", "X2-55", "X2-56", "X2-57", "J1-19", "J1-45", "X2-05")
def test_joining_on_a_phone_without_scripts(arrive):
    newcomer = arrive(steps.NEWCOMER, device="phone", scripts=False)
    newcomer.go("/")
    assert "入会温馨提醒" in newcomer.text() or "申请入会" in newcomer.text()
    newcomer.press("申请入会", exact=True)
    case = steps.accept(newcomer, "我已阅读并同意")
    newcomer.look("joining-person")
    steps.describe_oneself(newcomer)
    steps.choose(newcomer, "work_state", "在职职工")
    steps.tick(newcomer, "有工作单位")
    newcomer.look("joining-work")
    steps.pick_unit(newcomer, "晨光", "晨光工作室")
    steps.place(newcomer, "unit_region", "思江区", "滨海街道")
    newcomer.press("下一步")
    newcomer.look("materials")
    newcomer.press("下一步：核对")
    number = steps.hand_in(newcomer)
    assert "等待审核" in newcomer.text()
    newcomer.go(case)
    newcomer.look("case-running")
    assert "滨海街道工会" in newcomer.text()

    officer = arrive(steps.TOWN_OFFICER)
    steps.decide(officer, "joining", number, "同意申请")

    newcomer.go("/")
    newcomer.look("home-member")
    card = newcomer.page.locator(".membership").inner_text()
    assert "入会" in card
    assert "滨海街道工会" in card
    assert "会籍变更" in card
    assert "入会温馨提醒" not in newcomer.text()


@pytest.mark.row("X2-25", "X2-27", "X2-28", "X2-29", "X2-31", "X2-32", "X2-41", "X2-42", "X2-43")
@pytest.mark.row("X3-15", "J1-18", "X2-02")
def test_changing_to_the_union_of_the_new_employer(arrive):
    mover = arrive(steps.MOVER)
    mover.go("/")
    mover.look("home")
    former = mover.page.locator(".membership__union").inner_text()
    mover.press("会籍变更", within=".membership")
    mover.look("guide")
    mover.press("在线办理")
    steps.accept(mover, "我已阅读并同意")
    assert not mover.page.locator("select[name='unit_region:0']").is_visible()
    mover.page.get_by_label("劳动（工作）关系发生变化").check()
    mover.page.get_by_role("button", name="搜索单位").wait_for()
    steps.pick_unit(mover, "海滨软件", "海滨软件有限公司")
    steps.place(mover, "unit_region", "思江区", "滨海街道")
    mover.page.fill("[name=changed_on]", "2026-11-02")
    mover.look("transfer-form")
    mover.press("下一步")
    mover.press("下一步：核对")
    number = steps.hand_in(mover)
    mover.go("/cases/?tab=in_progress")
    assert number in mover.text()

    assert "等待原工会知晓" in mover.text()
    steps.decide(arrive(steps.FORMER), "membership-transfer", number, "知晓")
    chair = arrive(steps.CHAIR)
    steps.decide(chair, "membership-transfer", number, "同意申请")
    mover.go("/")
    now = mover.page.locator(".membership__union").inner_text()
    assert now == "海滨软件有限公司工会"
    assert now != former
