"""Sent back with what to correct, refused, and a payment that bounced."""

from __future__ import annotations

import pytest

from tests.journeys import refund
from tests.journeys.paper import picture

pytestmark = pytest.mark.e2e
STOCK = "账号有误，请核对开户许可证后修改。"
WAY = {"device": "phone", "scripts": False}


def use_opinion(officer, text):
    """One press on a stock opinion; without a script chosen from a list."""
    if officer.scripts:
        officer.page.locator("dialog").get_by_role("button", name=text).click()
    else:
        value = officer.page.locator("select option", has_text=text).first.get_attribute("value")
        officer.page.locator("select[name=_opinion]").select_option(value)
        officer.press("填入")
    assert text in officer.page.locator("#decision-reason").input_value()


def test_returned_with_items_corrected_and_seen_again(arrive, employer):
    handler = arrive(refund.HANDLER)
    case, number = refund.apply(handler, employer())
    district = arrive(refund.DISTRICT)
    refund.open_task(district, number)
    place = refund.ask(district, "退回")
    district.page.locator(place).get_by_label("账号", exact=True).check()
    district.page.locator(place).get_by_label("工会主席呈报表", exact=True).check()
    use_opinion(district, STOCK)
    reason = district.page.locator("#decision-reason")
    reason.fill(reason.input_value() + "\n请重拍呈报表。")
    district.look("office-return-filled")
    district.press("退回", within=place)
    assert f"{number} 已退回" in district.text()
    district.go("/office/queue/fund-refund/?tab=returned")
    district.look("office-queue-returned")

    handler.go(case)
    handler.look("case-returned")
    assert STOCK in handler.text()
    assert "请重拍呈报表。" in handler.text()
    handler.press("修改并提交")
    handler.go(f"{case}form/account/")
    handler.look("form-returned")
    assert handler.page.locator("[name=account_no]").is_editable()
    assert handler.page.locator("input[name=bank_branch]:not([readonly])").count() == 0
    handler.page.locator("[name=account_no]").fill("3500999988887777")
    handler.press("暂存")
    handler.go(f"{case}materials/")
    handler.look("materials-returned")
    rows = handler.page.locator("tr")
    assert rows.filter(has_text=refund.REPORTS[0]).locator("input[type=file]").count() == 1
    assert rows.filter(has_text=refund.REPORTS[1]).locator("input[type=file]").count() == 0
    refund.upload(handler, refund.REPORTS[0], **picture("重拍的呈报表"))
    handler.press("下一步：核对")
    assert refund.submit(handler) == number

    refund.open_task(district, number)
    district.look("office-decision-changed")
    changes = district.page.locator("section", has_text="上次提交").last.inner_text()
    assert "账号" in changes
    assert "7777" in changes


def test_refused_with_an_opinion_of_ones_own(arrive, employer):
    own = f"{employer()}的材料不属于本事项。"[:60]
    handler = arrive(refund.HANDLER, **WAY)
    case, number = refund.apply(handler, employer())
    district = arrive(refund.DISTRICT, **WAY)
    district.go("/office/opinions/")
    district.look("office-opinions")
    district.page.get_by_label("意见", exact=True).fill(own)
    district.press("保存")
    assert own in district.text()

    refund.open_task(district, number)
    place = refund.ask(district, "不通过")
    district.press("不通过", within=place)
    if district.scripts:
        district.page.wait_for_load_state()
    assert district.page.locator("#decision-reason").count() == 1
    use_opinion_on_page(district, own)
    handler.go(case)
    handler.look("case-rejected")
    assert own in handler.text()
    assert not handler.offers("修改并提交")
    assert not handler.offers("撤回")
    handler.go("/cases/?tab=rejected")
    handler.look("cases-rejected")
    assert number in handler.text()
    district.go("/office/opinions/")
    row = district.page.locator(".opinions__row", has_text=own)
    row.get_by_role("button").click()
    district.page.wait_for_load_state()
    assert district.page.locator(".opinions__row", has_text=own).count() == 0


def use_opinion_on_page(district, own):
    """After a refused confirmation the question may stand in a dialog or on its page."""
    place = "dialog" if district.page.locator("dialog[open]").count() else "main"
    if district.scripts:
        district.page.locator(place).get_by_role("button", name=own).click()
        assert own in district.page.locator("#decision-reason").input_value()
    else:
        use_opinion(district, own)
    district.press("不通过", within=place)


def test_a_bounced_payment_goes_back_to_confirmation(arrive, employer):
    handler = arrive(refund.HANDLER)
    case, number = refund.apply(handler, employer())
    district = arrive(refund.DISTRICT)
    refund.approve(district, number, "2,000.00")
    finance = arrive(refund.FINANCE)
    refund.open_task(finance, number)
    place = refund.ask(finance, "退回")
    finance.page.locator(place).get_by_label("等待确认", exact=True).check()
    finance.page.locator("#decision-reason").fill("银行退票：账号与户名不符。")
    finance.press("退回", within=place)

    refund.open_task(district, number)
    district.look("office-decision-again")
    assert "银行退票" in district.text()
    district.page.get_by_label("核定金额").fill("2,100.00")
    refund.confirm(district, "同意")
    refund.open_task(finance, number)
    finance.page.get_by_label("发放金额").fill("1.00")
    finance.page.get_by_label("发放日期").fill("2026-11-20")
    finance.page.get_by_label("付款流水号").fill("PZ20261120002")
    finance.press("确认")
    finance.page.get_by_text("发放金额与核定金额不一致").first.wait_for()
    finance.look("office-decision-wrong")
    finance.page.get_by_label("发放金额").fill("2,100.00")
    refund.confirm(finance, "确认")
    handler.go(case)
    assert "已办结" in handler.text()
