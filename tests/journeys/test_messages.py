"""From a decision to the one it concerns: the worker writes, the bell counts, a message leads."""

from __future__ import annotations

import time

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
SECONDS = 75  # a wake-up takes a second; a lost one is made good by the tick
STOCK = "账号有误，请核对开户许可证后修改。"


def wait_for_message(visitor, text: str) -> None:
    """Look into the message centre until the worker has written there."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        visitor.go("/messages/?tab=unread")
        if visitor.page.locator(".message", has_text=text).count():
            return
        time.sleep(1)
    pytest.fail(f"no message about {text}: {visitor.text()}")


@pytest.mark.row("X3-58", "J1-46")
def test_a_decision_reaches_the_bell_and_the_message_opens_the_application(arrive, employer):
    handler = arrive(refund.HANDLER)
    case, number = refund.apply(handler, employer())

    officer = arrive(refund.DISTRICT)
    wait_for_message(officer, number)
    officer.look("messages-officer")
    officer.page.locator(".message", has_text=number).locator("button").click()
    officer.page.wait_for_load_state()
    assert officer.page.url.endswith(f"/office{case}")
    place = refund.ask(officer, "退回")
    officer.page.locator(place).get_by_label("账号", exact=True).check()
    officer.page.locator("#decision-reason").fill(STOCK)
    officer.press("退回", within=place)

    phone = arrive(refund.HANDLER, device="phone")
    wait_for_message(phone, number)
    phone.go("/messages/")
    phone.look("messages")
    bell = phone.page.locator(".bottom-bar").get_by_role("link", name="消息")
    before = bell.locator(".count").inner_text()
    assert "退回补正" in phone.text()
    newest = phone.page.locator(".message--unread", has_text=number).first
    assert STOCK in newest.inner_text()
    newest.locator("button").click()
    phone.page.wait_for_load_state()
    assert phone.page.url.endswith(case)

    phone.go("/messages/")
    assert phone.page.locator(".message--unread", has_text=number).count() == 0
    left = bell.locator(".count")
    assert (left.inner_text() if left.count() else "") != before
    if phone.offers("全部已读"):
        phone.press("全部已读")
    assert bell.locator(".count").count() == 0
    phone.go("/messages/?tab=unread")
    phone.look("messages-none")
    assert "没有未读消息" in phone.text()
