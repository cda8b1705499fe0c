"""Service cards through all hands: the clerk, the bank by its files, the clerk on a phone."""

from __future__ import annotations

import pytest

from tests.journeys import cards
from tests.journeys.cards import BANK, CLERK

pytestmark = pytest.mark.e2e


@pytest.mark.row("S1-22", "S1-24", "S1-25", "S1-26", "S1-27", "S1-28", "S1-29", "S1-30", "S1-32")
def test_cards_from_the_list_to_the_receipt(arrive):
    clerk = arrive(CLERK)
    assert cards.send_again(clerk) > 0
    case = cards.draft(clerk)
    clerk.look("cards-lines")
    number = cards.submit(clerk)
    clerk.go(case)
    clerk.look("cards-at-the-bank")
    assert "银行审核中" in clerk.text()

    bank = arrive(BANK)
    cards.open_case(bank, number)
    bank.look("office-batch")
    rows = cards.batch(bank)
    assert len(rows) > 1
    cards.answer(bank, rows, failed=1)
    assert f"通过 {len(rows) - 1} 人，未通过 1 人" in bank.text()

    clerk.go("/office/registers/member-card/lists/pending/")
    clerk.look("cards-pending")
    assert "姓名与证件号码不一致" in clerk.text()
    assert number in clerk.text()

    cards.open_case(bank, number)
    made = cards.batch(bank)
    assert len(made) == len(rows) - 1
    cards.answer(bank, made, failed=0)
    cards.open_case(bank, number)
    bank.look("office-delivery")
    cards.appoint(bank)

    phone = arrive(CLERK, device="phone", scripts=False)
    phone.go("/cases/")
    phone.look("my-cases-due")
    assert "待您办理：统一签收" in phone.text()
    cards.sign(phone, case, len(rows))
    assert "签收数量与制成的卡数不一致" in phone.text()
    phone.look("cards-due-wrong")
    cards.sign(phone, case, len(made))
    assert "统一签收：已提交" in phone.text()
    phone.look("cards-done")

    clerk.go("/office/registers/member-card/lists/signed/")
    clerk.look("cards-signed")
    assert "发放期限" in clerk.text()
