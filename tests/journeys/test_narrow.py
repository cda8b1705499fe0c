"""Every page on the narrowest phone: nothing hangs out at the side."""

from __future__ import annotations

import pytest

from tests.journeys import refund

pytestmark = pytest.mark.e2e
PUBLIC = [
    "/",
    "/?q=nothing",
    "/matters/fund-refund/",
    "/sign-in/",
    "/sign-in/code/",
    "/account/help/",
    "/outbox/",
    "/nothing/",
]
MEMBER = [
    "/", "/account/", "/matters/fund-refund/conditions/", "/matters/fund-refund/history/",
    "/cases/", "/cases/?tab=all", "/cases/?tab=completed", "/cases/?q=nothing",
]  # fmt: skip
OF_A_DRAFT = [
    "",
    "form/unit/",
    "form/account/",
    "lookups/unit/",
    "lookups/unit/?q=%E5%85%AC%E5%8F%B8",
    "materials/",
    "check/",
    "refresh/",
    "deletion/",
]
OFFICE = [
    "/office/", "/office/queue/fund-refund/", "/office/queue/fund-refund/?tab=done",
    "/office/queue/fund-refund/?tab=returned", "/office/queue/fund-refund/?q=nothing",
    "/office/opinions/", "/office/registers/refund/", "/office/registers/fund-payment/",
]  # fmt: skip


def walk(visitor, pages):
    for path in pages:
        visitor.go(path)
        visitor.look(f"page {path}".replace("/", "_"))


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large-text"])
def test_no_page_scrolls_sideways(arrive, employer, large):
    nobody = arrive(device="narrow")
    if large:
        nobody.go("/")
        nobody.press("大字版", within="header")
        nobody.judged = nobody.judged | set()
    walk(nobody, PUBLIC)
    handler = arrive(refund.HANDLER, device="narrow")
    case = refund.fill_in(handler, employer())
    if large:
        handler.press("大字版", within="header")
    walk(handler, MEMBER + [f"{case}{page}" for page in OF_A_DRAFT])
    handler.go(f"{case}check/")
    number = refund.submit(handler)
    walk(handler, [case, f"{case}done/", f"{case}withdrawal/"])
    officer = arrive(refund.DISTRICT, device="narrow")
    if large:
        officer.go("/")
        officer.press("大字版", within="header")
    walk(officer, [*OFFICE, f"/office{case}"])
    refund.open_task(officer, number)
    place = refund.ask(officer, "退回")
    officer.press("取消", within=place)
