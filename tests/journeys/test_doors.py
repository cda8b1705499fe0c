"""In and out, display, what is not there, and everything without a mouse."""

from __future__ import annotations

import re

import pytest

from tests.journeys import refund
from tests.journeys.visitor import PASSWORD

pytestmark = pytest.mark.e2e
WITH_CODE = {"wide": "15400000002", "phone": "15400000199"}
WAYS = [
    pytest.param({"device": "phone"}, id="phone"),
    pytest.param({"device": "wide", "scripts": False}, id="wide-plain"),
]
REST = """
from unionhall.people.models import Attempt, SmsCode
Attempt.objects.all().delete(); SmsCode.objects.all().delete()
"""


@pytest.fixture
def rested(site):
    """Limits count per hour; a journey that is repeated starts anew."""
    site.shell(REST)
    yield
    site.shell(REST)


@pytest.mark.row("X1-05", "X1-06", "X1-07", "X1-10")
@pytest.mark.parametrize("way", WAYS)
def test_in_with_a_code_and_out_again(arrive, rested, way):
    visitor = arrive(**way)
    mobile = WITH_CODE[way["device"]]
    visitor.go("/cases/")
    assert "/sign-in/?next=/cases/" in visitor.page.url
    visitor.look("sign-in")
    visitor.press("短信登录")
    visitor.look("sign-in-code")
    visitor.page.get_by_label("手机号码").fill(mobile)
    visitor.press("发送验证码")
    visitor.look("sign-in-code-sent")
    visitor.page.get_by_label("验证码", exact=True).fill("000000")
    visitor.press("登录", within="main form")
    assert "验证码不正确或已失效" in visitor.text()
    visitor.look("sign-in-code-wrong")

    outbox = visitor.context.new_page()
    outbox.goto("/outbox/")
    message = outbox.locator(".list__item", has_text=mobile[-4:]).first.inner_text()
    outbox.close()
    code = re.search(r"\b(\d{6})\b", message)[1]
    visitor.page.get_by_label("验证码", exact=True).fill(code)
    visitor.press("登录", within="main form")
    assert visitor.page.url.endswith("/cases/")

    visitor.go("/account/")
    visitor.look("profile")
    assert "7901****" in visitor.text()
    visitor.press("退出登录")
    assert "您已退出登录" in visitor.text()
    visitor.go("/cases/")
    assert "/sign-in/" in visitor.page.url


@pytest.mark.row("X1-11")
def test_a_wrong_password_says_the_same_for_everybody(arrive, rested):
    visitor = arrive()
    for name in ("15400000002", "15499999999"):
        visitor.go("/sign-in/")
        visitor.page.fill("#name", name)
        visitor.page.fill("#password", "wrong")
        visitor.press("登录", within="main form")
        assert "账号或密码不正确" in visitor.text()
        visitor.look("sign-in-wrong")
    visitor.page.fill("#name", "15400000002")
    visitor.page.fill("#password", PASSWORD)
    visitor.press("登录", within="main form")
    assert "/sign-in/" not in visitor.page.url


@pytest.mark.parametrize("way", WAYS)
def test_large_text_empty_search_and_a_page_that_is_not(arrive, way):
    visitor = arrive(**way)
    visitor.go("/")
    before = visitor.page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    visitor.press("大字版", within="header")
    after = visitor.page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert after > before * 1.1
    visitor.look("hall-large")
    visitor.go("/matters/fund-refund/")
    assert "工会建会筹备金退还" in visitor.text()
    visitor.look("guide-large")
    visitor.press("标准字号", within="header")
    visitor.go("/")
    visitor.page.fill("main input[name=q]", "没有这个事项")
    visitor.press("搜索")
    visitor.look("hall-nothing-found")
    assert "没有找到这个事项" in visitor.text()
    visitor.press("查看全部")
    assert "工会建会筹备金返还" in visitor.text()
    for path in ("/nothing/here/", "/matters/no-such-matter/", "/files/nothing/"):
        status = visitor.go(path)
        assert (path, status) in {(path, 404), (path, 200)}
        visitor.look("404")
    assert visitor.go("/nothing/") in (200, 404)
    assert "找不到这个页面" in visitor.text() or "登录" in visitor.text()


def test_a_step_without_a_mouse(arrive, employer):
    visitor = arrive(refund.HANDLER)
    page = visitor.page
    case = refund.begin(visitor)
    refund.choose_unit(visitor, employer())
    visitor.go(f"{case}form/account/")
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "跳到正文"
    assert focused(page)["seen"]
    page.keyboard.press("Enter")
    reached = walk(page, lambda one: one["name"] == "has_account")
    assert reached["seen"]
    page.keyboard.press("Space")
    page.get_by_label("工会账号开户行").wait_for()
    reached = walk(page, lambda one: one["name"] == "bank_branch")
    assert reached["seen"]
    page.keyboard.type("短")
    walk(page, lambda one: one["text"] == "下一步")
    page.keyboard.press("Enter")
    page.locator("#problems").wait_for()
    visitor.look("form-problems")
    summary = page.locator("#problems")
    assert summary.evaluate("e => e === document.activeElement")
    link = walk(
        page, lambda one: "账号" in one["text"] and one["tag"] == "A" and "#" in one["href"]
    )
    page.keyboard.press("Enter")
    assert focused(page)["name"] in link["href"].replace("-", "_") or focused(page)["name"]
    assert focused(page)["tag"] == "INPUT"


FOCUSED = """() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return {
    tag: e.tagName, name: e.name || "", text: (e.innerText || "").trim(),
    href: e.getAttribute("href") || "",
    seen: (ring || style.boxShadow !== "none") && box.width > 0 && box.bottom > 0
  };
}"""


def focused(page):
    return page.evaluate(FOCUSED)


def walk(page, wanted, most=60):
    """Tab on until the focus is where it is wanted; every stop on the way must be visible."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = focused(page)
        if here["tag"] != "BODY":
            assert here["seen"], here
        if wanted(here):
            return here
    raise AssertionError("never reached")
