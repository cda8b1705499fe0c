"""Back into an account: by a code on a phone without scripts, by the appeal through two officers."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from contextlib import closing

import pytest

from tests.journeys import refund
from tests.journeys.backstage import MARK, Site
from tests.journeys.visitor import PASSWORD, Visitor

pytestmark = pytest.mark.e2e

FORGETFUL = "15400000209"
LOST = "石春梅"
FIRST, SECOND = "15400000112", "15400000113"
NEW = "brandnew2026"
WHO = """
import json
from unionhall.people import sealing
from unionhall.people.models import User
user = User.objects.select_related("person").filter(person__name=NAME).first()
number = sealing.unseal(user.person.documents.first().sealed_number)
print("RESULT " + json.dumps([user.mobile, number]))
"""


def captcha(site: Site) -> str:
    """What the newest picture says: nobody but a person could read it off the page."""
    with closing(sqlite3.connect(site.folder / "unionhall.sqlite3", timeout=20)) as database:
        sql = "select response from captcha_captchastore order by id desc limit 1"
        return str(database.execute(sql).fetchone()[0])


def sent_to(visitor: Visitor, mobile: str) -> str:
    """All messages to a mobile, newest first, as the demonstration's outbox shows them."""
    page = visitor.context.request.get("/outbox/").text()
    lines = [line for line in page.split("<li") if mobile in line]
    assert lines, mobile
    return "".join(lines)


def code_to(visitor: Visitor, mobile: str) -> str:
    found = re.search(r">[^<]*?(\d{6})，", sent_to(visitor, mobile))
    assert found, sent_to(visitor, mobile)
    return found.group(1)


def look_up(visitor: Visitor, site: Site, name: str) -> None:
    visitor.go("/sign-in/")
    visitor.press("账号问题")
    visitor.press("找回密码")
    visitor.look("recover")
    visitor.page.fill("#name", name)
    visitor.page.fill("#captcha", captcha(site))
    visitor.press("下一步")
    visitor.look("recover-ways")


@pytest.mark.row("X1-64", "X1-72", "X1-73", "X2-69", "X2-73", "X2-74", "X3-102", "X3-105")
def test_by_a_code_on_a_phone_without_scripts(arrive, site):
    visitor = arrive(device="phone", scripts=False)
    look_up(visitor, site, FORGETFUL)
    assert "154****0209" in visitor.text()
    visitor.press("立即找回 手机找回")
    visitor.press("看不清，换一张")
    visitor.page.fill("#captcha", captcha(site))
    visitor.press("发送验证码")
    visitor.look("recover-mobile")
    visitor.page.fill("#code", code_to(visitor, FORGETFUL))
    visitor.page.fill("#password", NEW)
    visitor.page.fill("#again", NEW)
    visitor.page.locator(".button-row button").click()
    visitor.page.wait_for_load_state()
    assert "重置密码成功" in visitor.text()
    visitor.go("/sign-in/")
    visitor.page.fill("#name", FORGETFUL)
    visitor.page.fill("#password", PASSWORD)
    visitor.page.locator("main form button").first.click()
    assert "/sign-in/" in visitor.page.url
    visitor.page.fill("#name", FORGETFUL)
    visitor.page.fill("#password", NEW)
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_load_state()
    assert "/sign-in/" not in visitor.page.url


def fill_in(visitor: Visitor, site: Site, old: str, number: str, new: str) -> str:
    """The appeal up to its last page; returns the address of the case."""
    page = visitor.page
    page.get_by_label("您需申诉的问题").fill(f"旧手机号 {old} 丢失，已无法接收短信。")
    page.get_by_label("真实姓名").fill(LOST)
    page.get_by_label("证件类型").select_option(label="居民身份证")
    page.get_by_label("证件号码").fill(number)
    page.locator("input[type=tel]").fill(new)
    page.fill("#captcha", captcha(site))
    visitor.press("发送验证码")
    page.get_by_text("验证码已发送").first.wait_for()
    page.locator(".proof__code").fill(code_to(visitor, new))
    visitor.look("appeal-form")
    visitor.press("下一步")
    for title in ("证件正面照", "证件背面照"):
        refund.upload(visitor, title)
    visitor.look("appeal-materials")
    return re.sub(r"materials/.*", "", page.url)


def decide(officer: Visitor, number: str, *, compares: bool) -> None:
    officer.go(f"/office/queue/account-appeal/?q={number}")
    officer.look("appeal-queue")
    officer.page.get_by_role("link", name=number, exact=True).first.click()
    officer.page.wait_for_load_state()
    if compares:
        assert "旧手机号码也一致" in officer.text()
        officer.page.get_by_label("已核对证件照片").check()
    officer.look(f"appeal-{'accept' if compares else 'second'}")
    refund.confirm(officer, "同意")


@pytest.mark.row("X1-70", "X1-76", "X1-77", "X1-79", "X2-71", "X3-107", "X3-108")
def test_by_the_appeal_through_two_officers(arrive, site):
    said = site.shell(WHO.replace("NAME", repr(LOST)))
    line = next(line for line in said.splitlines() if line.startswith(MARK))
    old, number = json.loads(line.removeprefix(MARK))
    new = f"1540009{random.randrange(10**4):04}"
    visitor = arrive()
    look_up(visitor, site, old)
    visitor.press("立即找回 人工申诉")
    visitor.look("appeal-conditions")
    visitor.press("发起申请")
    case = fill_in(visitor, site, old, number, new)
    visitor.go(f"{case}check/")
    visitor.page.get_by_label("我已阅读并保证以上内容").check()
    visitor.press("提交", within="form.card, main form[action$='submission/']")
    visitor.look("appeal-done")
    applied = visitor.page.locator(".done__number").first.inner_text()
    code = visitor.page.locator("#query-code").inner_text()
    decide(arrive(FIRST), applied, compares=True)
    decide(arrive(SECOND), applied, compares=False)
    back = arrive(device="phone")
    back.go("/query/")
    back.page.fill("#number", applied)
    back.page.fill("#code", code)
    back.page.fill("#captcha", captcha(site))
    back.look("query")
    back.press("查询")
    assert "已办结" in back.text() or "完成" in back.text()
    link = re.search(r"(/recover/link/\?key=[\w-]+)", sent_to(back, new))
    assert link
    back.go(link.group(1))
    back.look("recover-link")
    back.page.fill("#password", NEW)
    back.page.fill("#again", NEW)
    back.press("提交")
    assert "重置密码成功" in back.text()
    assert back.go(link.group(1)) == 410
