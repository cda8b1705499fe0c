"""The steps of joining and transfer as their people take them, shared by the journeys."""

from __future__ import annotations

from tests.journeys.refund import ask
from tests.journeys.visitor import Visitor

NEWCOMER, TOWN_OFFICER = "15400000214", "15400000107"
MOVER, FORMER, CHAIR = "15400000203", "15400000108", "15400000106"


def accept(visitor: Visitor, words: str) -> str:
    """Conditions, then the letter with 【同意】; returns the address of the case."""
    visitor.look("conditions")
    visitor.page.locator("main form button.button--primary").click()
    visitor.page.wait_for_load_state()
    assert words in visitor.text()
    visitor.look("letters")
    visitor.press("同意")
    assert "/form/" in visitor.page.url, visitor.text()
    return visitor.page.url.split("/form/")[0].removeprefix(visitor.site) + "/"


def choose(visitor: Visitor, field: str, title: str) -> None:
    visitor.page.locator(f"select[name='{field}']").select_option(label=title)


def place(visitor: Visitor, field: str, district: str, town: str) -> None:
    """District, then town; without a script the form is asked for the towns."""
    choose(visitor, f"{field}:0", district)
    if not visitor.scripts:
        visitor.press("更新表单")
    visitor.page.locator(f"select[name='{field}:1']").wait_for()
    choose(visitor, f"{field}:1", town)


def tick(visitor: Visitor, label: str) -> None:
    visitor.page.get_by_label(label, exact=True).check()
    if not visitor.scripts:
        visitor.press("更新表单")


def pick_unit(visitor: Visitor, words: str, name: str) -> None:
    """Search, choose, 【确定】, look at the unit's data, 【确定】 again (X2-21..23)."""
    visitor.press("搜索单位", exact=False)
    visitor.page.fill("main input[name=q]", words)
    visitor.press("搜索")
    visitor.look("picker-found")
    visitor.page.get_by_label(name, exact=True).last.check()
    visitor.press("确定")
    assert "请核对单位信息" in visitor.text()
    visitor.look("picker-confirm")
    visitor.press("确定")


def describe_oneself(visitor: Visitor) -> None:
    choose(visitor, "ethnicity", "汉族")
    choose(visitor, "education", "大学本科")
    choose(visitor, "political", "群众")
    choose(visitor, "household", "本市城镇")
    place(visitor, "residence_region", "思江区", "滨海街道")
    visitor.page.fill("[name=residence]", "滨海路9号")
    visitor.press("下一步")


def hand_in(visitor: Visitor) -> str:
    visitor.look("check")
    visitor.press("提交", within="main form")
    visitor.look("done")
    return visitor.page.locator(".done__number").first.inner_text().strip()


def decide(officer: Visitor, process: str, number: str, verb: str) -> None:
    """From the queue to the verb, with its question."""
    officer.go(f"/office/queue/{process}/")
    officer.page.fill("main input[name=q]", number)
    officer.press("搜索")
    officer.page.get_by_role("link", name=number, exact=True).first.click()
    officer.page.wait_for_load_state()
    officer.look("office-decision")
    officer.press(verb, within=ask(officer, verb))
