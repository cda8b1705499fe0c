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


def choose_unit(visitor: Visitor, name: str, *, listed: bool = False) -> None:
    """The picker with its two lists, consent, search and second confirmation (X1-40..46)."""
    visitor.press("选择单位", exact=False)
    visitor.look("picker")
    if not listed:
        search_unit(visitor, name)
        visitor.look("picker-found")
    visitor.page.get_by_label(name, exact=True).first.check()
    visitor.press("确定")
    visitor.look("picker-confirm")
    visitor.press("确定")


def search_unit(visitor: Visitor, name: str) -> None:
    visitor.page.fill("main input[name=q]", name)
    visitor.press("搜索")


def answer(visitor: Visitor, question: str, value: str) -> None:
    """Choose 是 or 否; without a script the form has to be asked what follows."""
    group = visitor.page.get_by_role("radiogroup", name=question)
    group.get_by_label(value, exact=True).check()
    if not visitor.scripts:
        visitor.press("更新表单")


def fill_account(
    visitor: Visitor, *, branch: str = "示例银行鹭湾分行", number: str = "3500123456780001"
) -> None:
    answer(visitor, "是否已开设工会账号", "是")
    visitor.page.get_by_label("工会账号开户行").fill(branch)
    visitor.page.locator("[name=account_no]").fill(number)


def upload(visitor: Visitor, title: str, **file: object) -> None:
    """One file into the row of a material; waits until it stands there."""
    sent = file or picture(title)
    send(visitor, title, sent)
    row = visitor.page.locator("tr", has_text=title)
    row.get_by_role("link", name=str(sent["name"])).first.wait_for()
    visitor.page.wait_for_load_state()


def send(visitor: Visitor, title: str, file: object) -> None:
    """Choose a file for a material; without a script the button sends it."""
    row = visitor.page.locator("tr", has_text=title).last
    row.locator("input[type=file]").set_input_files(file)
    if not visitor.scripts:
        row.get_by_role("button", name="上传").click()
        visitor.page.wait_for_load_state()


REPORTS = ("工会主席呈报表", "工会委员会委员呈报表")
PERMIT, STATEMENT = "开户许可证或基本存款账户信息", "返还至上一级工会的说明"


def fill_in(visitor: Visitor, unit: str, *, listed: bool = False) -> str:
    """From the hall to the check page of an ordinary union; returns the address of the case."""
    case = begin(visitor)
    visitor.look("form-unit-empty")
    choose_unit(visitor, unit, listed=listed)
    visitor.look("form-unit")
    visitor.press("下一步")
    fill_account(visitor)
    visitor.look("form-account")
    visitor.press("下一步")
    visitor.look("materials-empty")
    for title in (*REPORTS, PERMIT):
        upload(visitor, title)
    visitor.look("materials")
    visitor.press("下一步：核对")
    visitor.look("check")
    return case


def submit(visitor: Visitor) -> str:
    """Tick the declaration and hand in; returns the number."""
    visitor.page.get_by_label("我已阅读并承诺以上内容").check()
    visitor.press("提交", within="main form")
    visitor.look("done")
    return visitor.page.locator(".done__number").first.inner_text().strip()


def apply(visitor: Visitor, unit: str, *, listed: bool = False) -> tuple[str, str]:
    """The whole application; returns the address of the case and its number."""
    case = fill_in(visitor, unit, listed=listed)
    return case, submit(visitor)


def open_task(officer: Visitor, number: str) -> None:
    """Workbench, queue, the case: as an officer finds it."""
    officer.go("/office/")
    officer.look("office-home")
    officer.page.locator(".badge-number--due[href*='/queue/fund-refund/']").first.click()
    officer.page.fill("main input[name=q]", number)
    officer.press("搜索")
    officer.look("office-queue")
    officer.page.get_by_role("link", name=number, exact=True).first.click()
    officer.page.wait_for_load_state()
    officer.look("office-decision")


def ask(officer: Visitor, verb: str) -> str:
    """Press a verb of the decision page; returns where its question stands."""
    officer.press(verb)
    place = "dialog" if officer.scripts else "main"
    officer.page.locator(place).get_by_role("button", name=verb, exact=True).wait_for()
    officer.look(f"office-question-{verb}")
    return place


def confirm(officer: Visitor, verb: str) -> None:
    """Press a verb of the decision page and say yes to the question it asks."""
    officer.press(verb, within=ask(officer, verb))


def approve(officer: Visitor, number: str, amount: str) -> None:
    open_task(officer, number)
    officer.page.get_by_label("核定金额").fill(amount)
    confirm(officer, "同意")


def pay(officer: Visitor, number: str, day: str, voucher: str) -> None:
    open_task(officer, number)
    officer.page.get_by_label("发放日期").fill(day)
    officer.page.get_by_label("付款流水号").fill(voucher)
    confirm(officer, "确认")
