"""One person on the lists of two unions, handed in two hundred times at once: once it succeeds.

The control does the same without the exclusive keys: then everybody gets him.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.factories.applications import fresh
from tests.factories.enrolment import enlist, open_aid
from unionhall.cases.models import Attachment, Case, CaseLine, CaseStatus, Draft, LineKey
from unionhall.casework import refusals
from unionhall.casework.lines import check
from unionhall.casework.submit import submit
from unionhall.organisation.models import new_key

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 200
# SQLite has one writer: more of them only wait for each other
AT_ONCE = 40 if connection.vendor == "postgresql" else 8


@pytest.fixture
def rivals(city) -> list[tuple[Case, object]]:
    """Complete drafts of two unions with the same person on each: the first by the verbs, the
    others copies of its rows."""
    aid = open_aid(city)
    found = []
    for union, by in ((city.software_union, city.lin), (city.machinery_union, city.zhou)):
        enlist(union, [0])
        first = aid.complete(by, staff_total=1)
        found += [(first, by)] + [(copied(first), by) for _ in range(TIMES // 2 - 1)]
    return found


def copied(case: Case) -> Case:
    pk = case.pk
    twin = fresh(case)
    twin.pk, twin.key, twin._state.adding = None, new_key(), True
    twin.save()
    for model in (Draft, Attachment, CaseLine):
        for row in model.objects.filter(case_id=pk):
            row.pk, row.case, row._state.adding = None, twin, True
            for name in ("key", "stored_name"):
                if hasattr(row, name):
                    setattr(row, name, new_key())
            row.save()
    return fresh(twin)


def press(rivals, now) -> list[object]:
    def act(number: int) -> object:
        case, by = rivals[number]
        try:
            return submit(case.key, case.version, ["notice"], by=by, now=now)
        except refusals.Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(act, range(len(rivals))))


def test_exactly_one_of_two_hundred_gets_the_person(rivals):
    from tests.factories.applications import NOW

    answers = press(rivals, NOW)
    won = [one for one in answers if isinstance(one, Case)]
    lost = [one for one in answers if isinstance(one, refusals.Invalid)]
    assert (len(won), len(lost)) == (1, TIMES - 1)
    assert Case.objects.filter(status=CaseStatus.IN_PROGRESS).count() == 1
    assert LineKey.objects.count() == 1
    assert "另一份正在办理的参保申请已经有这个人，不能重复参保。" in [
        told["text"] for told in CaseLine.objects.filter(is_blocked=True).first().problems
    ]


def test_without_the_keys_everybody_would(rivals, monkeypatch):
    from tests.factories.applications import NOW

    monkeypatch.setattr(check, "hold", lambda found, status: {})
    answers = press(rivals[:10] + rivals[-10:], NOW)
    assert sum(isinstance(one, Case) for one in answers) == 20
