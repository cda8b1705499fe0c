"""Who may apply and with what: union groups, missing accounts, unions, payments, second tries."""

from __future__ import annotations

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e


@pytest.mark.row("X1-36", "X1-47", "X1-48", "X1-49", "X1-50", "X1-51")
def test_a_union_group_is_paid_to_its_parent(arrive, employer):
    unit = employer("group")
    parent = f"{unit.removesuffix('一车间')}工会"
    handler = arrive(refund.GROUP_HANDLER, device="phone")
    case = refund.begin(handler)
    refund.choose_unit(handler, unit)
    kind = handler.page.get_by_label("组织类型")
    assert kind.input_value() == "group"
    assert kind.locator("option").first.inner_text() == "请选择"
    assert parent in handler.text()
    handler.press("下一步")
    refund.answer(handler, "是否返还至上一级工会账号", "是")
    refund.fill_account(handler)
    handler.look("form-account-group")
    name = handler.page.locator("[data-field=account_name]")
    if name.locator("input").count():
        assert name.locator("input").input_value() == parent
        assert not name.locator("input").is_editable()
    else:
        assert parent in name.inner_text()
    handler.press("下一步")
    handler.look("materials-group")
    rows = handler.page.locator("tbody tr")
    assert rows.filter(has_text=refund.STATEMENT).count() == 1
    assert rows.filter(has_text=refund.PERMIT).count() == 0
    for title in (*refund.REPORTS, refund.STATEMENT):
        refund.upload(handler, title)
    handler.go(f"{case}check/")
    assert parent in handler.text()
    refund.submit(handler)


@pytest.mark.row("X1-47", "X1-52")
def test_without_an_account_nothing_is_handed_in(arrive, employer):
    handler = arrive(refund.HANDLER)
    case = refund.begin(handler)
    refund.choose_unit(handler, employer())
    handler.press("下一步")
    refund.answer(handler, "是否已开设工会账号", "否")
    handler.press("下一步")
    handler.look("form-account-refused")
    assert "须先开设工会账号再申请返还" in handler.text()
    handler.go(f"{case}check/")
    handler.look("check-problems")
    assert "请上传工会主席呈报表。" in handler.text()
    handler.page.get_by_label("我已阅读并承诺以上内容").check()
    handler.press("提交", within="main form")
    assert "须先开设工会账号再申请返还" in handler.page.locator("#problems").inner_text()
    handler.page.locator("#problems a", has_text="须先开设工会账号").click()
    handler.page.wait_for_load_state()
    assert "/form/account/" in handler.page.url


@pytest.mark.row("X1-40", "X1-44", "X1-46")
def test_a_unit_without_a_union_cannot_be_chosen(arrive, employer):
    unit = employer("loose")
    handler = arrive(refund.HANDLER, scripts=False)
    refund.begin(handler)
    handler.press("选择单位", exact=False)
    assert "用户中心登记的单位" in handler.text()
    refund.search_unit(handler, "没有这样的单位名称")
    handler.look("picker-nothing-found")
    assert "没有找到这个单位" in handler.text()
    refund.search_unit(handler, unit)
    handler.look("picker-refused")
    assert "该单位还没有登记的工会，请先办理建会。" in handler.text()
    assert handler.page.get_by_label(unit, exact=True).is_disabled()
    handler.press("确定")
    assert "请选择一行" in handler.text()
    handler.press("取消")
    assert "/form/unit/" in handler.page.url


@pytest.mark.row("X1-32", "X1-41", "X1-42", "X1-43")
def test_the_consent_opens_the_second_list(arrive):
    handler = arrive(refund.HANDLER)
    case = refund.begin(handler)
    assert "7901****" in handler.text()
    handler.press("选择单位", exact=False)
    assert handler.page.locator("section", has_text="人社参保单位").locator("table").count() == 0
    handler.press("同意并显示")
    handler.look("picker-consent-missing")
    assert "请阅读并勾选后继续" in handler.text()
    handler.page.get_by_label("同意授权鹭湾市智慧工会服务平台").check()
    handler.press("同意并显示")
    handler.look("picker-consent-given")
    table = handler.page.locator("section", has_text="人社参保单位").locator("table")
    assert "海滨软件有限公司" in table.inner_text()
    assert "人社参保" in table.inner_text()
    assert "****" in table.inner_text()
    assert handler.status_of(case) == 200


def test_a_union_that_never_paid_is_told_at_the_check(arrive, employer):
    handler = arrive(refund.HANDLER)
    refund.fill_in(handler, employer("unpaid"))
    said = "没有查到该单位的建会筹备金缴费记录，请联系所属区总工会核实。"
    assert said in handler.text()
    handler.page.get_by_label("我已阅读并承诺以上内容").check()
    handler.press("提交", within="main form")
    handler.look("check-not-eligible")
    assert said in handler.page.locator("#problems").inner_text()


def test_one_founding_is_refunded_once(arrive, employer):
    unit = employer()
    handler = arrive(refund.HANDLER)
    refund.apply(handler, unit)
    refund.fill_in(handler, unit)
    handler.page.get_by_label("我已阅读并承诺以上内容").check()
    handler.press("提交", within="main form")
    handler.look("check-second")
    said = "该工会本次建会的筹备金返还已有申请，不能重复提交。"
    assert said in handler.page.locator("#problems").inner_text()
