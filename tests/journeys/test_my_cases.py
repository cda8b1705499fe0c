"""我的办事: finding an application, following it, taking it back, handing it in again."""

from __future__ import annotations

import re

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
TABS = ["我的待办", "办理中", "已完成", "审核不通过", "全部"]
WAY = {"device": "phone", "scripts": False}


def find(visitor, number):
    visitor.page.fill("main input[name=q]", number)
    visitor.press("搜索")


def state_of_steps(visitor):
    """Title -> state of the step bar."""
    steps = visitor.page.locator(".step-bar").first.locator(".step-bar__step")
    return {
        step.inner_text().split("\n")[0].strip(): re.search(
            r"step-bar__step--(\w+)", step.get_attribute("class")
        )[1]
        for step in steps.all()
    }


@pytest.mark.row("X1-21", "X1-30", "X1-58", "X1-59", "X1-60")
def test_five_tabs_search_steps_and_timeline(arrive, employer):
    handler = arrive(refund.HANDLER)
    case, number = refund.apply(handler, employer())
    refund.begin(handler)

    handler.go("/cases/")
    tabs = handler.page.locator("main .tabs__tab")
    said = [re.match(r"(\D+?)\s*(\d+\+?)$", text.strip()) for text in tabs.all_inner_texts()]
    assert [one[1].strip() for one in said] == TABS
    handler.look("cases-todo")
    assert "草稿" in handler.text()
    tabs.nth(1).click()
    handler.page.wait_for_load_state()
    handler.look("cases-in-progress")
    find(handler, number)
    handler.look("cases-found")
    rows = handler.page.locator(".case-row")
    assert rows.count() == 1
    find(handler, "CBJ00000000")
    handler.look("cases-nothing-found")
    assert "没有找到相符的办件" in handler.text()
    handler.press("查看全部")
    find(handler, number)
    handler.page.locator(".case-row").first.click()
    handler.page.wait_for_load_state()
    assert handler.page.url.endswith(case)
    handler.look("case-in-progress")
    assert state_of_steps(handler) == {
        "提交申请": "done",
        "等待确认": "current",
        "等待发放": "todo",
        "完成": "todo",
    }
    times = handler.page.locator(".timeline__title").all_inner_texts()
    assert "已提交申请" in times
    assert "思江区总工会" in handler.text()


@pytest.mark.row("X1-25", "X1-61")
def test_withdrawn_corrected_and_handed_in_again(arrive, employer):
    handler = arrive(refund.HANDLER, **WAY)
    case, number = refund.apply(handler, employer())
    handler.go(case)
    button = handler.find("撤回").bounding_box()
    title = handler.page.locator("h1").bounding_box()
    assert button["y"] < title["y"]
    assert button["x"] <= title["x"] + 1
    place = "dialog" if handler.scripts else "main"
    handler.press("撤回")
    handler.look("withdrawal")
    handler.press("取消", within=place)
    handler.press("撤回")
    handler.press("撤回", within=place)
    assert "申请已撤回" in handler.text()
    handler.look("case-withdrawn")
    assert not handler.offers("撤回")

    handler.press("修改并提交")
    handler.go(f"{case}form/account/")
    handler.page.get_by_label("工会账号开户行").fill("示例银行改正支行")
    handler.press("提交", within=".form-toolbar")
    assert "示例银行改正支行" in handler.text()
    assert refund.submit(handler) == number
    handler.press("查看办理进度")
    handler.press("查看历史申请")
    handler.look("history")
    assert number in handler.text()

    district = arrive(refund.DISTRICT, **WAY)
    refund.approve(district, number, "100")
    handler.go(case)
    assert state_of_steps(handler)["等待发放"] == "current"
    assert not handler.offers("撤回")
    handler.go(f"{case}withdrawal/")
    assert handler.page.url.endswith(case)
    status = handler.send(f"{case}withdrawal/", version="99")
    assert status in (409, 422)
