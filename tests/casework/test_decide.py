from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permissions import grants
from tests.casework.test_submit import everything, refusal_of
from tests.factories.applications import NOW, fresh, task_of
from tests.factories.grants import give
from unionhall.cases import selectors
from unionhall.cases.models import Attachment, Decision
from unionhall.casework import refusals
from unionhall.casework.decide import decide
from unionhall.registers.models import Record


def press(office, case, action="approve", *, by=None, **more):
    case = fresh(case)
    given = {"values": {"approved_amount": 5}} if action == "approve" else {}
    return decide(
        case.key,
        task_of(case).pk,
        action,
        more.pop("version", case.version),
        by=by or office.city.chen,
        now=office.now,
        **{**given, **more},
    )


def test_the_money_is_recorded_in_the_register_when_it_was_paid(office):
    case = office.submitted()
    office.approve(case)
    office.disburse(case)
    case = fresh(case)
    record = Record.objects.get(register="refund")
    assert (case.status, case.closed_at is None, case.stage_values) == (
        "completed",
        False,
        {
            "confirm": {"approved_amount": 500000},
            "disburse": {
                "paid_amount": 500000,
                "paid_on": "2026-11-20",
                "voucher_no": f"V{case.pk:06}",
            },
        },
    )
    assert (record.union, record.values["amount"], record.values["case"]) == (
        office.city.software_union,
        500000,
        case.number,
    )
    assert record.values["account_no"].startswith("sealed:v1:")
    assert [one.action for one in Decision.objects.order_by("id")] == ["approve", "approve"]


def test_a_register_that_has_it_already_rolls_everything_back(office):
    """Two cases of one union meet in the register when the exclusive rule is not there."""
    case = office.submitted()
    office.approve(case)
    office.disburse(case)
    case.keys.all().delete()
    second = fresh(case)
    Record.objects.filter(register="refund").update(closed_at=NOW)  # the fact does not see it
    second = office.submitted()
    office.approve(second)
    before = everything(second)
    lost = refusal_of(office.disburse, second)
    assert lost.code == "key-taken"
    assert everything(second) == before


@pytest.mark.parametrize(
    ("action", "more", "code"),
    [
        ("return", {}, "reason-required"),
        ("return", {"reason": "  "}, "reason-required"),
        ("reject", {}, "reason-required"),
        ("return", {"reason": "x" * 1001}, "reason-too-long"),
        ("return", {"reason": "x", "to": "disburse"}, "not-a-target"),
        ("return", {"reason": "x", "items": ["no-such-field"]}, "unknown-item"),
        ("fly", {}, "illegal-action"),
        ("withdraw", {}, "illegal-action"),
        ("approve", {"values": {}}, "invalid-values"),
        ("approve", {"values": {"approved_amount": 0}}, "invalid-values"),
        ("approve", {"values": {"approved_amount": 1, "surprise": 2}}, "invalid-values"),
        ("approve", {"digest": "0" * 64}, "materials-changed"),
        ("approve", {"version": 1}, "changed"),
    ],
)
def test_what_is_refused_changes_nothing(office, action, more, code):
    case = office.submitted()
    before = everything(case)
    assert refusal_of(press, office, case, action, **more).code == code
    assert everything(case) == before


def test_who_may_not_decide(office):
    """Chen may, so there is something to refuse to the others."""
    city, case = office.city, office.submitted()
    before = everything(case)
    for stranger in (city.he, city.wu, city.zhou):
        lost = refusal_of(press, office, case, by=stranger)
        assert (type(lost), lost.sentence) == (refusals.NotYours, "")
    assert refusal_of(press, office, case, by=city.su).code == "not-your-task"
    assert refusal_of(press, office, case, by=city.lin).code == "own-case"
    give(city.lin, "review_preparatory_fund", city.sijiang)
    assert refusal_of(press, office, case, by=city.lin).code == "own-case"
    assert everything(case) == before
    press(office, case)


def test_a_right_taken_away_a_moment_ago_counts(office):
    city, case = office.city, office.submitted()
    grants.revoke(city.chen, "review_preparatory_fund", city.sijiang)
    lost = refusal_of(press, office, case)
    assert isinstance(lost, refusals.NotYours)


def test_a_task_that_is_done_names_who_did_it(office):
    city, case = office.city, office.submitted()
    give(city.zhou, "review_preparatory_fund", city.sijiang)
    task = task_of(case)
    office.approve(case)
    lost = refusal_of(
        decide, case.key, task.pk, "approve", fresh(case).version, by=city.zhou, now=office.now
    )
    assert (type(lost), lost.sentence) == (
        refusals.Conflict,
        "已由陈思远处理：等待确认 · 同意。",
    )
    for unknown in (0, 10**9, -1):
        lost = refusal_of(
            decide, case.key, unknown, "approve", fresh(case).version, by=city.zhou, now=office.now
        )
        assert isinstance(lost, refusals.Conflict)


def test_the_same_press_twice_is_one_decision(office):
    case = office.submitted()
    version = fresh(case).version
    task = task_of(case)
    for _ in range(2):
        answer = decide(
            case.key,
            task.pk,
            "approve",
            version,
            {"approved_amount": 7},
            by=office.city.chen,
            now=office.now,
            key="press",
        )
        assert answer.pk == case.pk
    assert Decision.objects.count() == 1


def test_changed_materials_are_never_decided_about(office):
    case = office.submitted()
    Attachment.objects.filter(case=case).update(digest="0" * 64)
    assert refusal_of(press, office, case).code == "materials-changed"


def test_rejecting_ends_the_case_and_frees_the_exclusive_key(office):
    case = office.submitted()
    press(office, case, "reject", reason="不符合条件")
    case = fresh(case)
    assert (case.status, case.stage, case.keys.count()) == ("rejected", "confirm", 0)
    assert case.tasks.get().outcome == "reject"


def test_returning_with_verdicts_and_coming_back_to_the_returner(office):
    city, case = office.city, office.submitted()
    office.approve(case)
    verdicts = {
        "chair_report": (False, "缺公章"),
        "committee_report": (True, ""),
        "odd": (True, ""),
    }
    press(
        office,
        case,
        "return",
        by=city.su,
        reason="材料不清",
        items=["material:chair_report"],
        to="applicant",
        verdicts=verdicts,
    )
    case = fresh(case)
    assert (case.status, case.stage) == ("returned", "disburse")
    standing = {one.material: (one.is_accepted, one.reason) for one in case.verdicts.all()}
    assert standing == {"chair_report": (False, "缺公章"), "committee_report": (True, "")}
    from unionhall.casework.submit import submit

    submit(case.key, case.version, ["refund"], by=city.lin, now=office.now)
    assert (fresh(case).status, fresh(case).stage) == ("in_progress", "disburse")
    press(office, case, "return", by=city.su, reason="重新核定", to="confirm")
    assert (fresh(case).stage, fresh(case).stage_values) == ("confirm", {})
    replayed = selectors.replayed(case)
    assert (replayed.status, replayed.stage, replayed.round) == (
        "in_progress",
        "confirm",
        fresh(case).round,
    )


def test_few_queries(office):
    case, chen = fresh(office.submitted()), office.city.chen
    task = task_of(case)
    given = {"values": {"approved_amount": 5}, "by": chen, "now": office.now, "key": "k"}
    with CaptureQueriesContext(connection) as found:
        decide(case.key, task.pk, "approve", case.version, **given)
    statements = [one["sql"] for one in found if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 16, "\n".join(statements)
