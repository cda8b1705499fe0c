"""The steps of 筹备金返还 as its people take them, shared by the journeys."""

from __future__ import annotations

from tests.journeys.paper import picture
from tests.journeys.visitor import Visitor

HANDLER, GROUP_HANDLER = "15400000001", "15400000002"
DISTRICT, SIBLING, FINANCE, STRANGER = "15400000101", "15400000102", "15400000103", "15400000199"


def begin(visitor: Visitor) -> str:
    """Hall, guide, conditions, start; returns the address of the case."""
    visitor.go("/")
    visitor.look("hall")
    visitor.page.get_by_role("link", name="工会建会筹备金返还").first.click()
    visitor.look("guide")
    visitor.press("在线办理")
    visitor.look("conditions")
    visitor.press("另外发起一份申请" if visitor.offers("另外发起一份申请") else "发起申请")
    assert "/form/" in visitor.page.url
    return visitor.page.url.split("/form/")[0].removeprefix(visitor.site) + "/"


def choose_unit(visitor: Visitor, name: str, *, search: str = "") -> None:
    """The picker with its two lists, consent, search and second confirmation (X1-40..46)."""
    visitor.press("选择单位", exact=False)
    visitor.look("picker")
    if search:
        visitor.page.fill("main input[name=q]", search)
        visitor.press("搜索")
        visitor.look("picker-found")
    visitor.page.get_by_label(name, exact=True).first.check()
    visitor.press("确定")
    visitor.look("picker-confirm")
    visitor.press("确定")


def fill_account(visitor: Visitor, number: str = "3500123456780001") -> None:
    page = visitor.page
    page.get_by_role("radiogroup", name="是否已开设工会账号").get_by_label("是", exact=True).check()
    if not visitor.scripts:
        visitor.press("更新表单")
    page.get_by_label("工会账号开户行").fill("示例银行鹭湾分行")
    page.get_by_label("账号", exact=False).last.fill(number)


def upload(visitor: Visitor, title: str) -> None:
    row = visitor.page.locator("tr", has_text=title).last
    row.locator("input[type=file]").set_input_files(picture(title))
    if not visitor.scripts:
        row.get_by_role("button", name="上传").click()
    visitor.page.locator("tr", has_text=title).last.get_by_role("link", name=f"{title}.png").wait_for()


def apply(visitor: Visitor, unit: str, **choice: str) -> tuple[str, str]:
    """The whole application; returns the address of the case and its number."""
    case = begin(visitor)
    visitor.look("form-unit-empty")
    choose_unit(visitor, unit, **choice)
    visitor.look("form-unit")
    visitor.press("下一步")
    fill_account(visitor)
    visitor.look("form-account")
    visitor.press("下一步")
    visitor.look("materials-empty")
    for title in ("工会主席呈报表", "工会委员会委员呈报表", "开户许可证或基本存款账户信息"):
        upload(visitor, title)
    visitor.look("materials")
    visitor.press("下一步：核对")
    visitor.look("check")
    visitor.page.get_by_label("我已阅读并承诺以上内容").check()
    visitor.press("提交", within="main form")
    visitor.look("done")
    return case, visitor.page.locator(".done__number").first.inner_text().strip()


def open_task(officer: Visitor, number: str) -> None:
    """Workbench, queue, the case: as an officer finds it."""
    officer.go("/office/")
    officer.look("office-home")
    officer.page.locator(".badge-number--due").first.click()
    officer.page.fill("main input[name=q]", number)
    officer.press("搜索")
    officer.look("office-queue")
    officer.page.get_by_role("link", name=number, exact=True).first.click()
    officer.page.wait_for_load_state()
    officer.look("office-decision")


def confirm(officer: Visitor, verb: str) -> None:
    """Press a verb of the decision page and say yes to the question it asks."""
    officer.press(verb)
    place = "dialog" if officer.scripts else "main"
    officer.page.locator(place).get_by_role("button", name=verb, exact=True).wait_for()
    officer.look(f"office-question-{verb}")
    officer.press(verb, within=place)


def approve(officer: Visitor, number: str, amount: str) -> None:
    open_task(officer, number)
    officer.page.get_by_label("核定金额").fill(amount)
    confirm(officer, "同意")


def pay(officer: Visitor, number: str, day: str, voucher: str) -> None:
    open_task(officer, number)
    officer.page.get_by_label("发放日期").fill(day)
    officer.page.get_by_label("付款流水号").fill(voucher)
    confirm(officer, "确认")
