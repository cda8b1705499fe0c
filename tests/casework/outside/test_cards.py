"""Service cards from the agreement with the bank to the member's hand, by the verbs alone."""

from __future__ import annotations

import pytest

from tests.casework.outside.small import dispatch_of
from tests.factories.applications import fresh, task_of, upload
from tests.factories.cards import AGREED, agree, apply_for, open_cards
from unionhall.cases import selectors
from unionhall.cases.models import Dispatch
from unionhall.casework import refusals
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.registers.act import act
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.people import fakes
from unionhall.registers import selectors as registers
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    fakes.rewind()
    return open_cards(city)


@pytest.fixture
def thirty(cards):
    """The 300 of the manual scaled down: the fake bank says no to one in thirty."""
    agree(cards.city.software_union)
    return apply_for(cards.city.software_union, range(30))


def banks(settings, bank, maker="ok"):
    settings.OUTSIDE_GATEWAYS = {"card-bank": f"fake: {bank}", "card-maker": f"fake: {maker}"}


def states():
    rows = Record.objects.filter(register="member-card").order_by("pk")
    return list(rows.values_list("state", flat=True))


def pressed(cards, record, action, answers=None, reason=""):
    return act(
        "member-card", action, record.key, answers or {}, reason, by=cards.city.lin, now=cards.now
    )


@pytest.mark.row("S1-22", "S1-23", "S1-24", "S1-25", "S1-26", "S1-27", "S1-28", "S1-29")
@pytest.mark.row("S1-30", "S1-31", "S1-32", "S1-33", "S1-36", "S1-37")
def test_the_whole_way_with_one_that_fails_and_goes_round_again(cards, thirty, settings):
    banks(settings, "partial, ok")
    case = cards.submitted()
    assert (case.stage, case.line_count) == ("bank", 30)
    assert set(states()) == {"sent"}

    assert cards.worked() == 2  # to the bank, then to the card maker
    case = fresh(case)
    assert case.stage == "delivery"
    assert states().count("to_deliver") == 29
    (failed,) = Record.objects.filter(register="member-card", state="pending")
    why = registers.read(failed)
    assert (why["fail_code"], why["case"]) == ("B01", case.number)
    assert why["fail_reason"].startswith("姓名与证件号码不一致")

    cards.delivered(case)
    assert fresh(case).stage == "sign"
    with pytest.raises(refusals.Invalid) as caught:
        cards.signed(case, 30)
    assert [one.params["key"] for one in caught.value.problems if one.code == "check"] == ["all"]
    done = cards.signed(case, 29)
    assert done.status == "completed"
    assert states().count("signed") == 29
    record = Record.objects.filter(register="member-card", state="signed").first()
    known = registers.read(record)
    assert (known["issue_by"], len(known["card_tail"]), known["made_on"]) == (
        "2026-11-27",  # five working days
        4,
        "2026-01-01",
    )

    pressed(cards, failed, "to-apply", reason="已更正")
    again = cards.submitted()
    assert again.line_count == 1
    cards.worked()
    failed.refresh_from_db()
    assert (failed.state, registers.read(failed).get("fail_reason")) == ("to_deliver", None)

    pressed(cards, record, "issue", {"issued_on": "2026-11-21"})
    pressed(cards, record, "wrong-details", {"remark": "手机号错误"}, "会员反映")
    pressed(cards, record, "activate", {"active_on": "2026-11-21", "active_at": "branch"})
    record.refresh_from_db()
    assert record.state == "active"
    assert registers.read(record)["taken_by"] == known["name"]


@pytest.mark.row("S1-34", "S1-35")
def test_a_card_printed_wrong_is_recalled_and_made_anew(cards, thirty, settings):
    banks(settings, "ok")
    case = cards.submitted()
    cards.worked()
    cards.delivered(case)
    cards.signed(case, 30)
    record = Record.objects.filter(register="member-card").first()
    old = registers.read(record)["card_tail"]
    pressed(cards, record, "recall", reason="姓名印错")
    record.refresh_from_db()
    assert (record.state, registers.read(record).get("card_tail")) == ("remaking", None)
    assert old
    pressed(cards, record, "remade", {"card_tail": "9999", "signed_on": "2026-11-21"})
    record.refresh_from_db()
    assert (record.state, registers.read(record)["card_tail"]) == ("signed", "9999")


@pytest.mark.row("S1-26")
def test_a_bank_that_refuses_everybody_ends_the_batch(cards, thirty, settings):
    banks(settings, "refuse")
    case = cards.submitted()
    cards.worked()
    assert fresh(case).status == "completed"
    assert set(states()) == {"pending"}


def test_nobody_is_in_two_batches_and_no_batch_without_an_agreement(cards, settings):
    banks(settings, "silent")
    apply_for(cards.city.software_union, range(3))
    with pytest.raises(refusals.Invalid) as caught:
        cards.submitted()
    assert "eligibility" in {one.code for one in caught.value.problems}
    agree(cards.city.software_union, valid_to="2026-01-31")
    with pytest.raises(refusals.Invalid):
        cards.submitted()


def test_an_overdue_answer_is_told_to_who_looks_after_the_batch(cards, thirty, settings):
    banks(settings, "silent")
    case = cards.submitted()
    cards.worked()
    dispatch = dispatch_of(case)
    assert (dispatch.state, dispatch.hook) == (Dispatch.State.SENT, "card-bank")
    assert task_of(case).permission == "exchange_member_card"
    assert [one.kind for one in selectors.journal(fresh(case))][-1] == "sent"


@pytest.mark.row("S1-03")
def test_an_agreement_makes_the_branch_one_of_the_unions(cards):
    lin, chen = cards.city.lin, cards.city.chen
    case = start("card-agreement", by=lin, now=cards.now)
    save(case.key, AGREED, by=lin, now=cards.now)
    attach(case.key, "agreement", upload("协议.png"), by=lin, now=cards.now)
    case = submit(case.key, fresh(case).version, by=lin, now=cards.now)
    task = task_of(case)
    assert task.union == cards.city.sijiang  # nobody of the park reviews: the next above
    decide(case.key, task.pk, "approve", fresh(case).version, by=chen, now=cards.now)
    (record,) = Record.objects.filter(register="card-agreement")
    assert (record.union, record.state) == (cards.city.software_union, "active")
    assert registers.read(record)["branch"] == "79011"
    again = start("card-agreement", by=lin, now=cards.now)
    save(again.key, AGREED, by=lin, now=cards.now)
    attach(again.key, "agreement", upload("协议.png"), by=lin, now=cards.now)
    with pytest.raises(refusals.Invalid) as caught:
        submit(again.key, fresh(again).version, by=lin, now=cards.now)
    assert [one.params.get("key") for one in caught.value.problems] == ["standing"]
