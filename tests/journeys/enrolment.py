"""The steps of an enrolment as its people take them."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journeys.paper import picture
from tests.journeys.refund import upload
from tests.journeys.visitor import Visitor

CLERK, CHAIR = "15400000117", "15400000106"
DISTRICT, CITY = "15400000118", "15400000116"
MATTER, UNITS = "aid-enrolment", "unit-enrolment"


def begin(visitor: Visitor, matter: str) -> str:
    """Guide, conditions, start; returns the address of the case."""
    visitor.go(f"/matters/{matter}/")
    visitor.look(f"guide-{matter}")
    visitor.press("在线办理")
    visitor.look(f"conditions-{matter}")
    visitor.press("另外发起一份申请" if visitor.offers("另外发起一份申请") else "发起申请")
    assert "/form/" in visitor.page.url, visitor.text()
    return visitor.page.url.split("/form/")[0].removeprefix(visitor.site) + "/"


def describe(visitor: Visitor, staff: int) -> None:
    """The plan, the nature of the unit, how many work there, as the form begins."""
    visitor.press("选择计划", exact=False)
    visitor.look("enrolment-plan")
    visitor.page.locator("main input[type=radio][name=row]").first.check()
    visitor.press("确定")
    group = visitor.page.get_by_role("radiogroup", name="单位性质")
    group.get_by_label("其他", exact=True).check()
    visitor.page.get_by_label("单位从业人数").fill(str(staff))
    pay_from(visitor)
    visitor.look("enrolment-form")
    visitor.press("下一步")


def pay_from(visitor: Visitor) -> None:
    if visitor.page.locator("[name='accounts.0.name']").count() == 0:
        visitor.press("添加账号", exact=False)
    visitor.page.locator("[name='accounts.0.name']").fill("海滨软件有限公司工会")
    visitor.page.locator("[name='accounts.0.number']").fill("7900112233445566")


def register_contact(chair: Visitor) -> None:
    """What the form only shows is changed in the register of unions (X3-64, X3-65)."""
    chair.go("/office/unions/")
    chair.press("查看该工会台账", exact=False)
    chair.press("修改", exact=False)
    chair.page.locator("[name=contact_name]").fill("方晓")
    chair.page.locator("[name=contact_mobile]").fill("15400000031")
    chair.press("保存", exact=False)


def refresh(visitor: Visitor, case: str) -> None:
    """【更新】 brings what was registered meanwhile (X3-67)."""
    visitor.go(f"{case}refresh/")
    visitor.look("enrolment-refresh")
    visitor.page.locator("main form button.button--primary").first.click()
    visitor.page.wait_for_load_state()


def list_everybody(visitor: Visitor) -> int:
    """Two by ticks, then all the others at one press; returns how many there are."""
    visitor.look("lines-empty")
    visitor.press("增加参保职工")
    visitor.look("lines-choose")
    boxes = visitor.page.locator("input[name=record]")
    for number in range(2):
        boxes.nth(number).check()
    visitor.press("确定")
    assert "名单共 2 人" in visitor.text()
    visitor.press("增加参保职工")
    visitor.press("一键选择全部未参保职工")
    visitor.look("lines")
    told = visitor.page.locator("#lines-title + p").inner_text()
    return int("".join(filter(str.isdigit, told)))


def hand_materials_in(visitor: Visitor) -> None:
    visitor.press("下一步")
    for title in ("参保申请表", "参保人员花名册", "社会保险缴费证明"):
        upload(visitor, title)
    visitor.press("下一步：核对")
    visitor.look("enrolment-check")


def submit(visitor: Visitor, words: str) -> str:
    visitor.page.get_by_label(words, exact=False).check()
    visitor.press("提交", within="main form")
    visitor.look("done")
    return visitor.page.locator(".done__number").first.inner_text().strip()


def decide(officer: Visitor, matter: str, number: str, verb: str, /, **values: str) -> None:
    """Find the case in the queue, look at its people, fill in what is asked, press and confirm."""
    officer.go(f"/office/queue/{matter}/?q={number}")
    officer.page.get_by_role("link", name=number, exact=True).first.click()
    officer.page.wait_for_load_state()
    officer.look(f"office-case-{matter}")
    for name, value in values.items():
        officer.page.locator(f"[name={name}]").fill(value)
    officer.press(verb)
    place = "dialog" if officer.scripts else "main"
    officer.press(verb, within=place)


def pay(visitor: Visitor, case: str, yuan: int) -> None:
    """The voucher with amount and day (X3-59, X3-60)."""
    day = datetime.now(UTC).date()
    visitor.go(f"{case}due/")
    visitor.look("enrolment-due-empty")
    visitor.page.locator("[name=paid_amount]").fill(str(yuan))
    visitor.page.locator("[name=paid_on]").first.fill(day.isoformat())
    visitor.page.locator("input[type=file]").first.set_input_files(picture("缴费凭证"))
    visitor.press("保存", exact=False)
    visitor.look("enrolment-due")
    visitor.press("确认")
