"""Random deeds of everybody against two cases: after each of them the whole database is sound."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.applications import fresh, upload
from tests.security.conftest import bring
from tests.security.invariants import broken
from unionhall.cases.models import Attachment, Case, Task
from unionhall.casework import refusals
from unionhall.casework.attach import attach
from unionhall.casework.choose import choose
from unionhall.casework.decide import decide
from unionhall.casework.delete_draft import delete_draft
from unionhall.casework.detach import detach
from unionhall.casework.refresh import refresh
from unionhall.casework.save import save
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw

VALUES = {
    "confirm": {"approved_amount": 9},
    "disburse": {"paid_amount": 9, "paid_on": "2026-11-20", "voucher_no": "V0001"},
}
DEEDS = ("save", "attach", "detach", "choose", "refresh", "submit", "submit", "withdraw", "delete", "approve", "approve", "approve", "return", "back", "reject")  # fmt: skip
PEOPLE = ("lin", "lin", "lin", "chen", "chen", "su", "su", "he", "zhou")
LIFE = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        st.sampled_from(PEOPLE),
        st.integers(0, 1),
        st.booleans(),
        st.sampled_from(["", "k" * 22, "m" * 22]),
    ),
    min_size=6,
    max_size=16,
)


def deed(office, case: Case, verb: str, by, version: int | None, key: str) -> None:
    given = {"by": by, "now": office.now, "key": key or None}
    task = Task.objects.filter(case=case, done_at=None).first()
    file = Attachment.objects.filter(case=case, removed_at=None).first()
    number, stage = (task.pk, task.stage) if task else (0, "")
    calls = {
        "save": lambda: save(
            case.key,
            {"bank_branch": "新支行名称", "account_no": "7900112233445567"},
            "account",
            version,
            **given,
        ),
        "attach": lambda: attach(case.key, "chair_report", upload(), version, **given),
        "detach": lambda: detach(case.key, file.key if file else "x", version, **given),
        "choose": lambda: choose(
            case.key, "unit", office.city.software.key, version, source="user_centre", **given
        ),
        "refresh": lambda: refresh(case.key, version, ["account_name"], **given),
        "submit": lambda: submit(case.key, version or 0, ["refund"], **given),
        "withdraw": lambda: withdraw(case.key, version, **given),
        "delete": lambda: delete_draft(case.key, version, **given),
        "approve": lambda: decide(
            case.key, number, "approve", version or 0, VALUES.get(stage), **given
        ),
        "return": lambda: decide(
            case.key,
            number,
            "return",
            version or 0,
            None,
            "请更正",
            ("account_no",),
            "applicant",
            **given,
        ),
        "back": lambda: decide(
            case.key, number, "return", version or 0, None, "请更正", (), "confirm", **given
        ),
        "reject": lambda: decide(case.key, number, "reject", version or 0, None, "不符合", **given),
    }
    calls[verb]()


@pytest.mark.slow
@given(life=LIFE)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_is_sound_after_every_deed(office, life):
    cases = [office.complete(), office.complete(office.city.zhou, office.city.machinery)]
    for verb, person, which, is_new, key in life:
        case = Case.objects.filter(pk=cases[which].pk).first()
        if case is None:
            continue
        version = case.version if is_new else max(case.version - 1, 0)
        with contextlib.suppress(refusals.Refused):
            deed(office, case, verb, getattr(office.city, person), version, key)
        assert broken() == []
    for case in cases:
        Case.objects.filter(pk=case.pk).first() and fresh(case).keys.all().delete()


def test_the_checker_sees_what_is_broken(office):
    case = bring(office, "confirm")
    assert broken() == []
    Case.objects.filter(pk=case.pk).update(status="completed")
    assert {line[-4:] for line in broken()} == {"(I1)", "(I2)"}
    Case.objects.filter(pk=case.pk).update(status="in_progress")
    file = Attachment.objects.first()
    Attachment.objects.filter(pk=file.pk).update(digest="0" * 64)
    case.draft.answers["account_no"] = "7900112233445566"
    case.draft.save()
    assert {line[-4:] for line in broken()} == {"(I5)", "(I6)"}
