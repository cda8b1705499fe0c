"""Random lives of an application: after every step the invariants hold (safety.md I1, I2, I6, I14)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.test_submit import everything
from tests.factories.applications import Office, fresh, upload
from unionhall.cases import selectors
from unionhall.cases.files import storage
from unionhall.cases.models import Case, Task
from unionhall.casework import refusals
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.save import save
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw

# Mostly the person whose turn it may be, so that lives get somewhere; now and then a wrong one.
LIKELY = [
    *[("submit", "lin")] * 4,
    *[("approve", "chen")] * 4,
    *[("approve", "su")] * 3,
    ("save", "lin"),
    ("attach", "lin"),
    ("withdraw", "lin"),
    ("return", "chen"),
    ("return", "su"),
    ("back", "su"),
    ("reject", "chen"),
    ("approve", "he"),
    ("approve", "lin"),
    ("submit", "chen"),
    ("withdraw", "chen"),
]
STEPS = st.lists(st.sampled_from(LIKELY), min_size=5, max_size=14)


def act(office: Office, case: Case, step: str, by) -> None:
    version, now, key = case.version, office.now, case.key
    task = Task.objects.filter(case=case, done_at=None).first()
    task_id, stage = (task.pk, task.stage) if task else (0, "")
    values = {
        "confirm": {"approved_amount": 9},
        "disburse": {"paid_amount": 9, "paid_on": "2026-11-20", "voucher_no": "V0001"},
    }
    if step == "save":
        save(key, {"bank_branch": f"第{version}支行"}, "account", version, by=by, now=now)
    elif step == "attach":
        attach(key, "chair_report", upload(), version, by=by, now=now)
    elif step == "submit":
        submit(key, version, ["refund"], by=by, now=now)
    elif step == "withdraw":
        withdraw(key, version, by=by, now=now)
    elif step == "approve":
        decide(key, task_id, "approve", version, values.get(stage), by=by, now=now)
    elif step == "reject":
        decide(key, task_id, "reject", version, None, "不符合", by=by, now=now)
    else:
        to = "applicant" if step == "return" else "confirm"
        decide(key, task_id, "return", version, None, "请更正", (), to, by=by, now=now)


def check(case: Case) -> None:
    case = fresh(case)
    seqs = list(case.journal.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, case.last_seq + 1))
    replayed = selectors.replayed(case)
    # a completed case has no stage, a rejected one keeps the stage that ended it
    assert (replayed.status, replayed.stage, replayed.round) == (
        case.status,
        case.stage,
        case.round,
    )
    is_open = case.status == "in_progress"
    assert case.tasks.filter(done_at=None).count() == (1 if is_open else 0)
    assert case.submissions.count() == case.last_submission
    assert (case.number is None) == (case.last_submission == 0)
    holds = case.status in {"in_progress", "returned", "withdrawn", "completed"}
    assert case.keys.count() == (1 if holds else 0)
    assert case.tasks.filter(is_awaited=True).count() == (1 if case.status == "returned" else 0)


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_any_life_keeps_the_invariants(office, steps):
    from django.db import transaction

    with transaction.atomic():
        case = office.complete()
        for step, name in steps:
            before = everything(case)
            try:
                act(office, fresh(case), step, getattr(office.city, name))
            except refusals.Refused:
                assert everything(case) == before
            check(case)
        assert [a for a in storage.missing() if a.case_id == case.pk] == []
        transaction.set_rollback(True)
