from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.applications import NOW, fresh
from unionhall.cases.models import Case, Task
from unionhall.definitions import selectors as definitions
from unionhall.reports.counts import counts, todo_count
from unionhall.reports.my_cases import history, my_cases
from unionhall.reports.queue import Filters, first_waiting, queue
from unionhall.reports.standing import reach

PROCESS = "fund-refund"


def copies(case: Case, number: int) -> None:
    """More of the same task, as rows: lists only read."""
    task = Task.objects.get(case=case, done_at=None)
    case = fresh(case)
    for serial in range(number):
        case.pk, case.key, case.number = None, f"copy-{serial}", f"COPY{serial:04}"
        case._state.adding = True
        case.save(force_insert=True)
        task.pk, task.case, task.entered_at = None, case, NOW + timedelta(hours=1 + serial)
        task.save(force_insert=True)


def number_of_queries(call) -> int:
    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def test_a_task_goes_through_the_tabs(office):
    chen = office.city.chen
    case = office.submitted()
    found = queue(chen, PROCESS)
    assert [(row.number, row.stage, row.starter) for row in found.rows] == [
        (case.number, "等待确认", "林晓岚")
    ]
    office.give_back(case, ("bank_branch",))
    assert {tab: str(count) for tab, count in queue(chen, PROCESS).counts.items()} == {
        "waiting": "0",
        "done": "1",
        "returned": "1",
    }
    assert [row.outcome for row in queue(chen, PROCESS, "returned").rows] == ["退回"]
    from unionhall.casework.submit import submit

    case = fresh(case)
    submit(case.key, case.version, ["refund"], by=office.city.lin, now=office.now)
    assert {tab: str(count) for tab, count in queue(chen, PROCESS).counts.items()} == {
        "waiting": "1",
        "done": "1",
        "returned": "0",
    }


def test_others_see_an_empty_queue(office):
    office.submitted()
    assert len(queue(office.city.chen, PROCESS).rows) == 1
    for user in (office.city.he, office.city.su, office.city.lin, office.city.wu):
        assert queue(user, PROCESS).rows == ()
    assert queue(office.city.chen, "no-such-process").rows == ()


@pytest.mark.parametrize("number", [0, 2, 45])
def test_the_number_of_queries_does_not_depend_on_the_rows(office, number):
    case = office.submitted()
    copies(case, number)
    reach(office.city.chen, "preparatory_fund")  # grants are read once per request
    assert number_of_queries(lambda: queue(office.city.chen, PROCESS)) == 3


def test_pages_follow_each_other_without_gap_or_double(office):
    case = office.submitted()
    copies(case, 45)
    seen, cursor = [], ""
    for _ in range(4):
        found = queue(office.city.chen, PROCESS, cursor=cursor)
        seen += [row.number for row in found.rows]
        cursor = found.next
        if not cursor:
            break
    assert seen == [case.number, *(f"COPY{serial:04}" for serial in range(45))]


@pytest.mark.parametrize("cursor", ["?", "AAAA", "W10", "x" * 500, "WyIyMDI2Iiwgbm9uZV0", "\x00"])
def test_a_broken_cursor_starts_from_the_beginning(office, cursor):
    case = office.submitted()
    assert [row.number for row in queue(office.city.chen, PROCESS, cursor=cursor).rows] == [
        case.number
    ]


def test_filters(office):
    case = office.submitted()
    chen = office.city.chen

    def numbers(**wanted) -> list[str]:
        return [row.number for row in queue(chen, PROCESS, filters=Filters(**wanted)).rows]

    day = case.submitted_at.date()
    assert numbers(text=case.number) == [case.number]
    assert numbers(text="海滨软件") == [case.number]
    assert numbers(text="湖东") == []
    assert numbers(union="海滨软件有限公司工会") == [case.number]
    assert numbers(union="湖东") == []
    assert numbers(stage="confirm") == [case.number]
    assert numbers(stage="disburse") == []
    assert numbers(since=day, until=day) == [case.number]
    assert numbers(until=day - timedelta(days=1)) == []


def test_badges(office):
    office.submitted()
    found = counts(office.city.chen)
    assert [(one.key, str(one.waiting)) for one in found] == [(PROCESS, "1")]
    assert [(s.key, str(s.waiting)) for s in found[0].stages] == [("confirm", "1")]
    assert [str(one.waiting) for one in counts(office.city.su)] == ["0"]
    assert counts(office.city.wu) == ()
    assert str(counts(office.city.chen, office.city.root)) == "()"


def test_counts_are_capped(office, monkeypatch):
    from unionhall.reports import tallies

    case = office.submitted()
    copies(case, 5)
    monkeypatch.setattr(tallies.tally, "__defaults__", (3,))
    assert str(queue(office.city.chen, PROCESS).counts["waiting"]) == "3+"


@pytest.mark.row("X1-26", "X1-58", "X1-59", "X1-60")
def test_my_cases_in_five_tabs(office):
    lin = office.city.lin
    draft = office.draft()
    done = office.submitted(office.city.zhou, office.city.machinery)
    case = office.submitted()
    assert [row.key for row in my_cases(lin).rows] == [draft.key]
    assert [row.number for row in my_cases(lin, "in_progress").rows] == [case.number]
    assert {tab: str(count) for tab, count in my_cases(lin).counts.items()} == {
        "todo": "1",
        "in_progress": "1",
        "completed": "0",
        "rejected": "0",
        "all": "2",
    }
    assert [row.number for row in my_cases(lin, "all", case.number).rows] == [case.number]
    assert my_cases(lin, "all", done.number).rows == ()
    assert str(todo_count(lin)) == "1"
    assert number_of_queries(lambda: my_cases(lin, "all")) == 2


@pytest.mark.row("X1-25")
def test_history_of_a_process(office):
    case = office.submitted()
    assert [row.number for row in history(office.city.lin, PROCESS).rows] == [case.number]
    assert history(office.city.lin, "other").rows == ()
    assert history(office.city.wu, PROCESS).rows == ()


def test_the_case_that_waits_longest_is_next_for_those_who_may_decide_it(office):
    case = office.submitted()
    copies(case, 3)
    _revision, process = definitions.current_process(PROCESS)
    assert first_waiting(office.city.chen, process) == case.key
    assert first_waiting(office.city.he, process) == ""
    assert first_waiting(office.city.wu, process) == ""
