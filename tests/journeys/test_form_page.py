"""What stands on the pages of the form, held against the manual screen by screen."""

from __future__ import annotations

import pytest

from tests.journeys import refund
from tests.journeys.paper import named, picture

pytestmark = pytest.mark.e2e
TOOLS = ["查看历史申请", "暂存", "提交", "更新", "导出申请单", "取消", "删除"]
HANDLER_FACTS = {
    "姓名": "林晓岚",
    "性别": "女",
    "证件类型": "居民身份证",
    "证件号码": "7901****47",
    "联系电话": "154****0001",
    "所属单位": "海滨软件有限公司",
    "所属工会": "海滨软件有限公司工会",
    "所属区/产业工会": "思江区总工会",
}
CHAIR, COMMITTEE = refund.REPORTS


def facts(visitor, section):
    """Label -> value of what a section only shows."""
    region = visitor.page.get_by_role("region", name=section, exact=True)
    rows = region.locator(".facts__row").filter(has=visitor.page.locator(".facts__value"))
    return {
        row.locator("dt").inner_text(): row.locator(".facts__value").inner_text()
        for row in rows.all()
    }


@pytest.mark.row("X1-22", "X1-23", "X1-24", "X1-31", "X1-33", "X1-37", "X1-38", "X1-39", "X1-45")
def test_the_page_of_the_unit_as_the_manual_shows_it(arrive, employer):
    unit = employer()
    handler = arrive(refund.HANDLER)
    page = handler.page
    handler.go("/")
    group = page.get_by_role("region", name="筹备金返还", exact=True)
    assert group.get_by_role("heading", name="工会建会筹备金返还").count() == 1
    refund.begin(handler)
    assert page.locator("h1").inner_text() == "工会建会筹备金退还"
    assert "工会建会筹备金退还" in page.title()
    assert handler.offered(within=".form-toolbar") == TOOLS

    assert facts(handler, "经办人") == HANDLER_FACTS
    handlers = page.get_by_role("region", name="经办人", exact=True)
    assert handlers.locator("input, select, textarea").count() == 0

    chosen = page.locator("[data-field=unit]")
    assert chosen.locator("input, select, textarea").count() == 0
    assert chosen.locator(".field__required").inner_text() == "* 必填"
    handler.press("选择单位", exact=False)
    refund.search_unit(handler, unit)
    found = page.locator("section", has_text="搜索结果").last
    assert found.locator("thead th").all_inner_texts() == [
        "选择", "序号", "单位名称", "统一社会信用代码",
    ]  # fmt: skip
    row = found.locator("tbody tr", has_text=unit)
    assert row.locator("td").nth(1).inner_text() == "1"
    code = row.locator("td").last.inner_text()
    assert (code[:2], code[2:6], len(code)) == ("91", "****", 8)
    page.get_by_label(unit, exact=True).check()
    handler.press("确定")
    handler.press("确定")
    assert unit in chosen.inner_text()
    assert facts(handler, "申请单位") == {
        "工会名称": f"{unit}工会",
        "上级工会": "海滨园区工会",
        "所属区/产业": "思江区总工会",
        "隶属工会": f"鹭湾市总工会 / 思江区总工会 / 海滨园区工会 / {unit}工会",
    }


@pytest.mark.row("X1-28")
def test_cancel_asks_while_something_is_unsaved_and_leaves_it_unsaved(arrive, employer):
    handler = arrive(refund.HANDLER)
    case = refund.begin(handler)
    refund.choose_unit(handler, employer())
    founded = handler.page.get_by_label("建会时间")
    before = founded.input_value()
    asked: list[str] = []
    handler.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    handler.press("取消", within=".form-toolbar")
    handler.page.wait_for_url("**/cases/")
    assert asked == []
    handler.go(f"{case}form/unit/")
    founded.fill("2001-02-03")
    handler.press("取消", within=".form-toolbar")
    handler.page.wait_for_url("**/cases/")
    assert asked == ["beforeunload"]
    handler.go(f"{case}form/unit/")
    assert founded.input_value() == before


@pytest.mark.row("X1-53", "X1-56", "X1-57")
def test_the_table_of_materials_and_files_of_all_kinds_at_once(arrive, employer):
    handler = arrive(refund.HANDLER)
    case = refund.begin(handler)
    refund.choose_unit(handler, employer())
    address = f"{case}materials/"
    handler.go(address)
    assert handler.page.locator("thead th").all_inner_texts() == [
        "序号", "材料名称", "提交方式", "范例", "附件", "操作",
    ]  # fmt: skip
    row = handler.page.locator("tr", has_text=CHAIR)
    assert row.locator("th").inner_text().startswith(f"{CHAIR} *")
    assert row.locator("td").nth(0).inner_text() == "1"
    assert row.locator("td").nth(1).inner_text() == "电子材料"
    for title in refund.REPORTS:
        link = handler.page.locator("tr", has_text=title).get_by_role("link", name="查看范例")
        sample = handler.context.request.get(link.get_attribute("href"))
        assert (sample.status, len(sample.body()) > 500) == (200, True)

    # A good one and a bad one together: the good one stands there, the sentence stays.
    bad = named("其实是文字.png", b"just words, no picture")
    row.locator("input[type=file]").set_input_files([picture("好的"), bad])
    row.get_by_role("link", name="好的.png").wait_for()
    assert "不支持这种文件" in row.locator(".upload__status--error").inner_text()
    # Deleting needs the version the upload has made.
    row.get_by_role("button", name="删除").click()
    handler.page.get_by_text("附件已删除").wait_for()


def test_a_file_chosen_before_the_script_is_there_is_sent_all_the_same(arrive, employer):
    handler = arrive(refund.HANDLER)
    case = refund.begin(handler)
    refund.choose_unit(handler, employer())
    held = []
    handler.page.route("**/file-upload*.js", lambda route: held.append(route))
    handler.page.goto(f"{case}materials/", wait_until="commit")
    row = handler.page.locator("tr", has_text=COMMITTEE)
    row.locator("input[type=file]").set_input_files(picture("很快的手"))
    assert row.get_by_role("button", name="上传").is_visible()
    for one in held:
        one.continue_()
    handler.page.unroute("**/file-upload*.js")
    row.get_by_role("link", name="很快的手.png").wait_for()
    handler.page.reload()
    assert row.locator("li.file").count() == 1
