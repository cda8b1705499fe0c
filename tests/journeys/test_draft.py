"""A draft is saved, left, found again, continued elsewhere, and refreshed from the registers."""

from __future__ import annotations

import re

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
BRANCH = "示例银行思江支行"


def to_account(visitor, case):
    visitor.go(f"{case}form/account/")


@pytest.mark.row("X1-26", "X1-48")
def test_a_draft_keeps_every_value_the_hidden_ones_too(arrive, employer):
    handler = arrive(refund.GROUP_HANDLER)
    case = refund.begin(handler)
    refund.choose_unit(handler, employer("group"))
    handler.press("下一步")
    refund.fill_account(handler, branch=BRANCH)
    refund.answer(handler, "是否返还至上一级工会账号", "否")
    refund.answer(handler, "是否已开设工会账号", "否")
    handler.page.get_by_label("工会账号开户行").wait_for(state="hidden")
    handler.press("暂存")
    assert "已暂存" in handler.text()
    handler.look("form-saved")
    handler.go("/")

    handler.go("/cases/")
    handler.look("cases-todo")
    handler.page.locator(f"a[href='{case}']").click()
    handler.look("case-draft")
    handler.press("继续填写")
    to_account(handler, case)
    group = handler.page.get_by_role("radiogroup", name="是否返还至上一级工会账号")
    assert group.get_by_label("否", exact=True).is_checked()
    refund.answer(handler, "是否已开设工会账号", "是")
    assert handler.page.get_by_label("工会账号开户行").input_value() == BRANCH
    assert handler.page.locator("[name=account_no]").input_value() == "3500123456780001"


@pytest.mark.row("X1-26")
def test_it_saves_by_itself_and_goes_on_at_another_device(arrive, employer):
    desk = arrive(refund.HANDLER)
    case = refund.begin(desk)
    refund.choose_unit(desk, employer())
    desk.press("下一步")
    refund.answer(desk, "是否已开设工会账号", "是")
    desk.page.get_by_label("工会账号开户行").fill(BRANCH)
    desk.page.get_by_text(re.compile("已自动保存")).wait_for()
    desk.look("form-autosaved")

    phone = arrive(refund.HANDLER, device="phone", scripts=False)
    to_account(phone, case)
    assert phone.page.get_by_label("工会账号开户行").input_value() == BRANCH
    phone.page.get_by_label("工会账号开户行").fill("示例银行湖东支行")
    phone.press("暂存")

    desk.page.get_by_label("工会账号开户行").fill("示例银行云安支行")
    desk.press("暂存")
    desk.look("form-conflict")
    assert "您已在另一个窗口修改了本申请" in desk.text()
    assert desk.page.get_by_label("工会账号开户行").input_value() == "示例银行云安支行"
    desk.press("暂存")
    to_account(phone, case)
    assert phone.page.get_by_label("工会账号开户行").input_value() == "示例银行云安支行"


@pytest.mark.row("X1-27", "X1-34", "X1-35")
def test_refresh_shows_the_difference_and_spares_what_was_typed(arrive, employer, site):
    unit = employer()
    handler = arrive(refund.HANDLER, device="phone", scripts=False)
    case = refund.begin(handler)
    refund.choose_unit(handler, unit)
    typed = handler.page.get_by_label("建会时间")
    typed.fill("2024-02-29")
    handler.press("暂存")
    site.change_union(unit, name=f"{unit}工会委员会", founded_on="2025-05-05")

    handler.press("更新")
    handler.look("refresh")
    assert "登记数据有更新" in handler.text()
    row = handler.page.locator("tr", has_text="工会名称")
    assert row.locator("del").inner_text() == f"{unit}工会"
    assert row.locator("ins").inner_text() == f"{unit}工会委员会"
    assert handler.page.locator("tr", has_text="2025").count() == 0
    handler.press("更新", within="main form")
    assert re.search(r"已更新 \d 项", handler.text())
    assert f"{unit}工会委员会" in handler.text()
    assert handler.page.get_by_label("建会时间").input_value() == "2024-02-29"

    handler.press("更新")
    handler.look("refresh-nothing")
    assert "已经是最新数据" in handler.text()
    assert handler.status_of(case) == 200


@pytest.mark.row("X1-29")
@pytest.mark.parametrize("way", [{"device": "phone"}, {"device": "wide", "scripts": False}])
def test_a_draft_is_deleted_after_one_question(arrive, way):
    handler = arrive(refund.HANDLER, **way)
    case = refund.begin(handler)
    place = "dialog" if handler.scripts else "main"

    handler.press("删除")
    handler.look("deletion")
    handler.press("取消", within=place)
    assert handler.status_of(case) == 200
    if not handler.scripts:
        handler.press("删除")
    else:
        handler.press("删除", within=".form-toolbar")
    handler.press("删除", within=place)
    assert "申请已删除" in handler.text()
    assert handler.page.locator(f"a[href='{case}']").count() == 0
    assert handler.go(case) == 404
