"""Two people press at once: one winner, one clear refusal that names who was first.

Each race has a control without the guard (no turn, no transaction, both read before either
writes) in which the same two commands both "win". Runs on SQLite files and on PostgreSQL.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError

from tests.factories.applications import NOW, PROCESS, fresh, task_of, upload
from tests.factories.grants import give
from tests.people.together import together
from unionhall.cases import numbers, selectors, store
from unionhall.cases.models import Case, Decision, Sequence, Submission
from unionhall.casework import refusals, turn
from unionhall.casework.attach import attach
from unionhall.casework.decide import decide
from unionhall.casework.save import save
from unionhall.casework.submit import submit
from unionhall.casework.withdraw import withdraw
from unionhall.definitions.selectors import current_process

pytestmark = pytest.mark.django_db(transaction=True)


def race(*acts) -> list[object]:
    """What each command answered or raised, all of them begun at the same moment."""

    def run(number: int) -> object:
        try:
            return acts[number]()
        except (refusals.Refused, IntegrityError) as refusal:
            return refusal

    return together(len(acts), run)


def winners(answers: list[object]) -> list[object]:
    return [one for one in answers if not isinstance(one, Exception)]


def refused(answers: list[object]) -> list[object]:
    return [one for one in answers if isinstance(one, refusals.Refused)]


@pytest.fixture
def no_guard(monkeypatch, request):
    """The verbs as naive code would have them: both read, then both check, then both write."""
    both = threading.Barrier(2)
    last_read = "open_tasks" if "decided" in request.fixturenames else "attachments"
    read = getattr(selectors, last_read)

    def read_together(case):
        found = read(case)
        both.wait(10)
        return found

    monkeypatch.setattr(turn, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(store, "take_turn", lambda case_key, version: True)
    monkeypatch.setattr(selectors, last_read, read_together)


@pytest.fixture
def decided(office):
    """A submitted case and two officers' ways to approve it."""
    case = office.submitted()
    give(office.city.zhou, "review_preparatory_fund", office.city.sijiang)
    task = task_of(case)

    def approve(by):
        values = {"approved_amount": 1}
        return lambda: decide(
            case.key, task.pk, "approve", case.version, values, by=by, now=NOW + timedelta(hours=1)
        )

    return case, approve(office.city.chen), approve(office.city.zhou)


def is_consistent(case: Case) -> bool:
    """I2: the journal, without a gap, replays to the state."""
    case = fresh(case)
    seqs = list(case.journal.order_by("seq").values_list("seq", flat=True))
    replayed = selectors.replayed(case)
    is_same = (replayed.status, replayed.stage) == (case.status, case.stage)
    return seqs == list(range(1, len(seqs) + 1)) and is_same


def test_approve_and_approve(decided):
    case, first, second = decided
    answers = race(first, second)
    [loser] = [one for one in answers if isinstance(one, Exception)]
    name = "陈思远" if answers.index(loser) == 1 else "周启明"
    assert isinstance(loser, refusals.Conflict)
    assert loser.sentence == f"已由{name}处理：等待确认 · 同意。"
    assert Decision.objects.count() == 1
    assert fresh(case).tasks.filter(done_at=None).count() == 1
    assert is_consistent(case)


def test_approve_and_approve_without_the_guard(decided, no_guard):
    case, first, second = decided
    assert refused(race(first, second)) == []
    assert Decision.objects.count() == 2
    assert fresh(case).tasks.filter(done_at=None).count() == 2


@pytest.mark.row("X1-61")
def test_approve_and_withdraw(office, decided):
    case, approve, _ = decided
    lin = office.city.lin

    def take_back():
        return withdraw(case.key, case.version, by=lin, now=NOW + timedelta(hours=1))

    answers = race(approve, take_back)
    [loser] = [one for one in answers if isinstance(one, Exception)]
    if answers.index(loser) == 1:
        assert (fresh(case).status, fresh(case).stage) == ("in_progress", "disburse")
        assert loser.sentence == "已由思江区总工会处理：等待确认 · 同意。"
    else:
        assert fresh(case).status == "withdrawn"
        assert loser.sentence == "已由林晓岚处理：等待确认 · 已撤回申请。"
    assert isinstance(loser, refusals.Conflict)
    assert is_consistent(case)


def test_approve_and_withdraw_without_the_guard(office, decided, no_guard):
    """Nobody is refused: at best the unique number of a journal entry breaks one of them."""
    case, approve, _ = decided
    lin = office.city.lin
    answers = race(approve, lambda: withdraw(case.key, case.version, by=lin, now=NOW))
    assert refused(answers) == []


def test_submit_and_submit(office):
    case = office.complete()
    lin, later = office.city.lin, NOW + timedelta(hours=1)

    def hand_in():
        return submit(case.key, case.version, ["refund"], by=lin, now=later)

    answers = race(hand_in, hand_in)
    [loser] = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(loser, refusals.Conflict)
    assert loser.sentence == "您已在另一个窗口修改了本申请（已提交申请），请从最新状态继续。"
    assert Submission.objects.count() == 1
    assert Sequence.objects.get().last == 1
    assert is_consistent(case)


def test_the_same_submission_sent_twice_is_one(office):
    """A double click carries the same idempotency key: both get the same answer."""
    case = office.complete()
    lin, later = office.city.lin, NOW + timedelta(hours=1)

    def hand_in():
        return submit(case.key, case.version, ["refund"], by=lin, now=later, key="pressed")

    answers = race(hand_in, hand_in)
    assert [one.number for one in answers] == ["CBJ2026110001", "CBJ2026110001"]
    assert Submission.objects.count() == 1


def test_submit_and_submit_without_the_guard(office, no_guard):
    case = office_case(office)
    lin = office.city.lin
    hand_in = [lambda: submit(case.key, case.version, ["refund"], by=lin, now=NOW)] * 2
    assert refused(race(*hand_in)) == []
    assert Sequence.objects.get().last == 2


def office_case(office) -> Case:
    """Prepared by the verbs as they are; only the race itself goes without the guard."""
    return PREPARED.pop()


PREPARED: list[Case] = []


@pytest.fixture(autouse=True)
def prepared(request):
    """Before `no_guard` takes effect."""
    PREPARED.clear()
    if "no_guard" in request.fixturenames and "decided" not in request.fixturenames:
        PREPARED.append(request.getfixturevalue("office").complete())


def test_two_cases_with_the_same_exclusive_key(office):
    one, other = office.complete(), office.complete()
    lin, later = office.city.lin, NOW + timedelta(hours=1)

    def hand_in(case):
        return lambda: submit(case.key, case.version, ["refund"], by=lin, now=later)

    answers = race(hand_in(one), hand_in(other))
    [loser] = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(loser, refusals.Invalid)
    assert [(p.code, p.path, p.text) for p in loser.problems] == [
        ("exclusive", "union", "该工会本次建会的筹备金返还已有申请，不能重复提交。")
    ]
    assert sorted([fresh(one).status, fresh(other).status]) == ["draft", "in_progress"]
    assert Sequence.objects.get().last == 1
    assert is_consistent(one)
    assert is_consistent(other)


def test_two_cases_without_the_unique_key(office, monkeypatch):
    """The control: asked first and written later, both are handed in."""
    one, other = office.complete(), office.complete()
    lin, later = office.city.lin, NOW + timedelta(hours=1)
    monkeypatch.setattr(store, "hold_keys", lambda case, wanted: None)

    def hand_in(case):
        return lambda: submit(case.key, case.version, ["refund"], by=lin, now=later)

    assert len(winners(race(hand_in(one), hand_in(other)))) == 2


def test_attach_and_submit(office):
    case = office.complete()
    lin, later = office.city.lin, NOW + timedelta(hours=1)

    def hand_in():
        return submit(case.key, case.version, ["refund"], by=lin, now=later)

    def add():
        return attach(case.key, "chair_report", upload("第二页.png"), by=lin, now=later)

    answers = race(hand_in, add)
    [loser] = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(loser, refusals.Conflict)
    case = fresh(case)
    files = selectors.attachments(case)
    if answers.index(loser) == 1:
        assert case.status == "in_progress"
        submission = case.submissions.get()
        assert [file.frozen for file in files] == [True] * 3
        assert submission.materials_digest == selectors.materials_digest(files)
    else:
        assert (case.status, len(files)) == ("draft", 4)
    assert is_consistent(case)


def test_attach_and_submit_without_the_guard(office, no_guard):
    """Nobody is refused, so a file may slip in that the submission's digest does not know."""
    case = office_case(office)
    lin = office.city.lin
    answers = race(
        lambda: submit(case.key, case.version, ["refund"], by=lin, now=NOW),
        lambda: attach(case.key, "chair_report", upload("第二页.png"), by=lin, now=NOW),
    )
    assert refused(answers) == []


def test_numbers_under_eight_threads(office):
    """Eight applications at once: consecutive numbers, none twice, none left out."""
    lin, later = office.city.lin, NOW + timedelta(hours=1)
    cases = []
    for number in range(8):
        case = office.complete()
        founded = date(2024, 1, 1 + number).isoformat()
        saved = save(case.key, {"found_date": founded}, "unit", by=lin, now=office.now)
        cases.append(saved.case)
    together(
        8,
        lambda n: submit(cases[n].key, cases[n].version, ["refund"], by=lin, now=later),
    )
    given = Case.objects.exclude(number=None).values_list("number", flat=True)
    assert sorted(given) == [f"CBJ202611{n:04}" for n in range(1, 9)]


def test_numbers_counted_naively_meet(office, monkeypatch):
    _revision, process = current_process(PROCESS)
    today = NOW.date()
    assert len(set(together(8, lambda _: numbers.next_number(process, today)))) == 8
    all_read = threading.Barrier(8)

    def naive(_: int) -> int:
        last = Sequence.objects.get().last
        all_read.wait(10)
        Sequence.objects.update(last=last + 1)
        return last + 1

    assert len(set(together(8, naive))) == 1
