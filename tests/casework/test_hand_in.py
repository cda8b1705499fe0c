"""What is due from the applicant after a review: kept, handed in, returned, taken back."""

from __future__ import annotations

import pytest

from tests.casework.outside.small import at_pay, handed_in, voucher_case
from tests.factories.applications import fresh, publish, task_of, upload
from unionhall.cases import selectors
from unionhall.cases.models import Attachment, Draft, Submission
from unionhall.casework import refusals
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.detach import detach
from unionhall.casework.hand_in import hand_in, keep
from unionhall.casework.save import save
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw

pytestmark = pytest.mark.django_db


def kinds(case):
    return [entry.kind for entry in selectors.journal(case)]


def code_of(call, *args, **more):
    with pytest.raises(refusals.Refused) as caught:
        call(*args, **more)
    return caught.value.code


@pytest.mark.row("X3-57")
def test_after_the_review_something_is_due_and_nobody_of_staff_has_it(office):
    case = at_pay(office)
    assert (case.status, case.stage, case.round) == ("in_progress", "pay", 1)
    assert selectors.open_tasks(case) == []
    replayed = selectors.replayed(case)
    assert (replayed.status, replayed.stage) == ("in_progress", "pay")


def test_what_is_typed_is_kept_sealed_and_may_be_wrong(office):
    case, lin = at_pay(office), office.city.lin
    keep(case.key, "pay", {"serial": "1", "account": "6222000011112222"}, by=lin, now=office.now)
    stored = Draft.objects.get(case=case).due["pay"]
    assert stored["serial"] == "1"
    assert "6222000011112222" not in str(stored)
    keep(case.key, "pay", {"serial": None, "odd": "x"}, by=lin, now=office.now)
    assert "serial" not in Draft.objects.get(case=case).due["pay"]


def test_handing_in_names_everything_that_is_missing_and_keeps_what_is_there(office):
    case, lin = at_pay(office), office.city.lin
    keep(case.key, "pay", {"serial": "1"}, by=lin, now=office.now)
    with pytest.raises(refusals.Invalid) as caught:
        hand_in(case.key, "pay", by=lin, now=office.now)
    assert [(one.code, one.path) for one in caught.value.problems] == [
        ("too-short", "serial"),
        ("material-missing", "material:voucher"),
    ]
    assert fresh(case).stage == "pay"
    assert fresh(case).draft.due["pay"] == {"serial": "1"}


@pytest.mark.row("X3-57")
def test_what_was_handed_in_is_pinned_and_decided_about(office):
    case = handed_in(office, at_pay(office))
    assert (case.stage, case.last_submission) == ("last", 2)
    pinned = Submission.objects.get(case=case, number=2)
    assert pinned.stage == "pay"
    assert pinned.answers == Submission.objects.get(case=case, number=1).answers
    assert pinned.stage_values["serial"] == "P-0001"
    assert "6222000011112222" not in f"{pinned.stage_values} {case.stage_values}"
    assert case.stage_values["pay"]["serial"] == "P-0001"
    assert [file.frozen for file in selectors.attachments(case)] == [True]
    assert kinds(case)[-2:] == ["handed_in", "entered"]
    done = decide(
        case.key, task_of(case).pk, "approve", case.version,
        digest=pinned.materials_digest, by=office.city.chen, now=office.now,
    )  # fmt: skip
    assert done.status == "completed"


def test_a_later_stage_gives_it_back_to_be_done_again(office):
    case = handed_in(office, at_pay(office))
    task = task_of(case)
    decide(
        case.key, task.pk, "return", case.version, reason="看不清", to="pay",
        verdicts={"voucher": (False, "模糊")}, by=office.city.chen, now=office.now,
    )  # fmt: skip
    case = fresh(case)
    assert (case.status, case.stage, case.round) == ("in_progress", "pay", 2)
    assert "pay" not in case.stage_values
    assert case.draft.due["pay"]["serial"] == "P-0001"
    task.refresh_from_db()
    assert task.is_awaited
    old = Attachment.objects.get(case=case)
    detach(case.key, old.key, by=office.city.lin, now=office.now)
    case = handed_in(office, case, serial="P-0002")
    assert (case.stage, case.stage_values["pay"]["serial"]) == ("last", "P-0002")
    assert selectors.latest_submission(case).number == 3
    task.refresh_from_db()
    assert not task.is_awaited
    first = Submission.objects.get(case=case, number=2)
    assert [file.key for file in selectors.files_of(case, first)] == [old.key]


def test_files_are_taken_for_what_is_due_and_for_nothing_else(office):
    case, lin = at_pay(office), office.city.lin
    assert code_of(attach, case.key, "other", upload(), by=lin, now=office.now) == "not-editable"
    attach(case.key, "voucher", upload(), by=lin, now=office.now)
    attach(case.key, "voucher", upload(), by=lin, now=office.now)
    full = code_of(attach, case.key, "voucher", upload(), by=lin, now=office.now)
    assert full == "too-many-files"
    detach(case.key, selectors.attachments(case)[0].key, by=lin, now=office.now)
    assert len(selectors.attachments(case)) == 1
    case = fresh(case)
    with pytest.raises(refusals.NotYours):
        attach(case.key, "voucher", upload(), by=office.city.zhou, now=office.now)
    assert code_of(save, case.key, {"name": "乙"}, by=lin, now=office.now) == "not-editable"


def test_nobody_else_hands_in_and_nothing_twice(office):
    case = at_pay(office)
    for stranger in (office.city.zhou, office.city.chen):
        with pytest.raises(refusals.NotYours):
            keep(case.key, "pay", {}, by=stranger, now=office.now)
        with pytest.raises(refusals.NotYours):
            hand_in(case.key, "pay", by=stranger, now=office.now)
    lin = office.city.lin
    assert code_of(hand_in, case.key, "last", by=lin, now=office.now) == "not-due"
    case = handed_in(office, case)
    assert code_of(hand_in, case.key, "pay", by=lin, now=office.now) == "not-due"
    assert code_of(keep, case.key, "pay", {}, by=lin, now=office.now) == "not-due"
    assert code_of(attach, case.key, "voucher", upload(), by=lin, now=office.now) == "not-editable"


def test_the_same_press_twice_is_one(office):
    case, lin = at_pay(office), office.city.lin
    keep(case.key, "pay", {"serial": "P-0001"}, by=lin, now=office.now)
    attach(case.key, "voucher", upload(), by=lin, now=office.now)
    version = fresh(case).version
    first = hand_in(case.key, "pay", version, by=lin, now=office.now, key="k1")
    again = hand_in(case.key, "pay", version, by=lin, now=office.now, key="k1")
    assert first.pk == again.pk
    assert kinds(case).count("handed_in") == 1


def test_taken_back_while_it_is_due_it_starts_anew(office):
    case, lin = at_pay(office), office.city.lin
    attach(case.key, "voucher", upload(), by=lin, now=office.now)
    case = withdraw(case.key, by=lin, now=office.now)
    assert case.status == "withdrawn"
    case = submit(case.key, fresh(case).version, by=lin, now=office.now)
    assert (case.stage, case.round) == ("first", 2)


def test_a_condition_on_what_is_typed_asks_for_more(office):
    doc = voucher_case()
    doc["stages"][1]["materials"].append(
        {"key": "note", "title": "说明", "when": "stage.pay.serial == 'cash'"}
    )
    case, lin = at_pay(office, doc), office.city.lin
    refused = code_of(attach, case.key, "note", upload(), by=lin, now=office.now)
    assert refused == "unknown-material"
    keep(case.key, "pay", {"serial": "cash"}, by=lin, now=office.now)
    attach(case.key, "note", upload(), by=lin, now=office.now)


def test_a_newer_definition_changes_nothing_of_what_is_due(office):
    case = at_pay(office)
    doc = voucher_case()
    doc["stages"][1]["materials"][0]["key"] = "other"
    publish(doc, office.city.su)
    assert handed_in(office, case).stage == "last"
