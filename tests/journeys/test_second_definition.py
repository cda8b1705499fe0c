"""An administrator's own process: a folder of JSON, four commands, and it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
PACK = str(Path(__file__).parent / "definitions" / "hu")
WAYS = [
    pytest.param({"device": "phone"}, id="phone"),
    pytest.param({"device": "wide", "scripts": False}, id="wide-plain"),
]
GRANT = """
from permissions.grants import grant
from unionhall.organisation.models import Union
from unionhall.people.models import User
grant(User.objects.get(mobile="15400000101"), "review_hardship",
      Union.objects.get(name="思江区总工会"), User.objects.system())
"""


@pytest.fixture(scope="module")
def published(site):
    """The commands as she types them; then the right is given to the district officer."""
    assert site.manage("definitions", "lint", PACK)[0] == 0
    status, said = site.manage("definitions", "test", PACK)
    assert status == 0
    assert "环节 1/1  操作 5/5" in said
    said = site.manage("definitions", "diff", PACK)[1]
    assert "新增定义“困难职工临时补助”" in said or "没有变化" in said
    assert site.manage("definitions", "publish", PACK)[0] == 0
    assert site.manage("definitions", "diff", "--exit-code", PACK)[0] == 0
    site.shell(GRANT)


def fill_family(member):
    """Two rows of the table, the second one added by its button."""
    for number, (name, relation, income) in enumerate(
        [("林大海", "父亲", "1,200.50"), ("林小海", "儿子", "0")]
    ):
        name_cell = member.page.locator(f"[name='family.{number}.name']")
        if not name_cell.count():
            member.press("添加一行", exact=False)
        name_cell.fill(name)
        member.page.locator(f"[name='family.{number}.relation']").fill(relation)
        member.page.locator(f"[name='family.{number}.income']").fill(income)


@pytest.mark.parametrize("way", WAYS)
def test_it_runs_from_the_hall_to_the_end(arrive, published, way):
    member = arrive(refund.HANDLER, **way)
    page = member.page
    member.go("/")
    member.look("hall-two-matters")
    page.get_by_role("link", name="临时困难补助").first.click()
    member.look("guide-second")
    member.press("在线办理")
    member.press("另外发起一份申请" if member.offers("另外发起一份申请") else "发起申请")
    case = page.url.split("/form/")[0].removeprefix(member.site) + "/"
    member.look("form-choices")
    assert "林晓岚" in member.text()
    page.get_by_label("子女就学").check()
    page.get_by_label("患病住院").check()
    if not member.scripts:
        member.press("更新表单")
    page.get_by_label("就诊医院").fill("鹭湾第一医院")
    member.press("下一步")
    member.look("form-rows-empty")
    fill_family(member)
    member.look("form-rows")
    member.press("下一步")
    member.look("check-second-matter")
    assert "林大海" in member.text()
    assert "1,200.50" in member.text()
    member.press("提交", within="main form")
    number = page.locator(".done__number").first.inner_text().strip()
    assert number.startswith("KN2026")

    officer = arrive(refund.DISTRICT, **way)
    officer.go("/office/")
    officer.look("office-home-two-matters")
    officer.go(f"/office/queue/hardship-aid/?q={number}")
    officer.page.get_by_role("link", name=number, exact=True).first.click()
    officer.look("office-decision-second")
    assert "患病住院" in officer.text()
    officer.page.get_by_label("补助金额").fill("3000")
    refund.confirm(officer, "同意补助")
    assert f"{number} 已同意补助" in officer.text()
    member.go(case)
    member.look("case-second-completed")
    assert "已办结" in member.text()
    other = arrive(refund.SIBLING)
    assert other.status_of(f"/office{case}") == 404
