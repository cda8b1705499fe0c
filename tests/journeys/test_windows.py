"""Two windows, impatient fingers, the back button."""

from __future__ import annotations

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
WAY = {"device": "phone", "scripts": False}


def test_the_second_officer_learns_who_was_first(arrive, employer):
    handler = arrive(refund.HANDLER)
    case, number = refund.apply(handler, employer())
    first, second = arrive(refund.DISTRICT), arrive(refund.DISTRICT)
    for officer in (first, second):
        refund.open_task(officer, number)
    first.page.get_by_label("核定金额").fill("500")
    refund.confirm(first, "同意")
    second.page.get_by_label("核定金额").fill("700")
    second.press("同意")
    second.page.get_by_text("您已在另一个窗口修改了本申请").first.wait_for()
    second.look("office-decision-conflict")
    second.go(f"/office{case}")
    assert "500.00" in second.text()
    assert "700.00" not in second.text()


def test_withdrawn_under_the_officers_eyes(arrive, employer):
    handler = arrive(refund.HANDLER)
    case, number = refund.apply(handler, employer())
    officer = arrive(refund.DISTRICT)
    refund.open_task(officer, number)
    officer.page.get_by_label("核定金额").fill("500")
    place = refund.ask(officer, "同意")
    handler.go(case)
    handler.press("撤回")
    handler.press("撤回", within="dialog")
    officer.press("同意", within=place)
    officer.look("office-withdrawn-meanwhile")
    assert "撤回" in officer.text()
    handler.go(case)
    assert "您已撤回" in handler.text()


@pytest.mark.row("X1-52")
def test_pressed_twice_and_back_again_is_one_application(arrive, employer):
    handler = arrive(refund.HANDLER, **WAY)
    unit = employer()
    refund.fill_in(handler, unit)
    handler.page.get_by_label("我已阅读并承诺以上内容").check()
    handler.page.locator("main form button", has_text="提交").last.dblclick()
    number = handler.page.locator(".done__number").first.inner_text().strip()
    handler.page.go_back()
    handler.page.wait_for_load_state()
    if handler.page.get_by_label("我已阅读并承诺以上内容").count():
        handler.page.get_by_label("我已阅读并承诺以上内容").check()
        handler.press("提交", within="main form")
    assert number in handler.text()
    handler.go(f"/cases/?tab=all&q={unit}")
    rows = handler.page.locator(".case-row")
    assert rows.count() == 1
    assert number in rows.first.inner_text()
