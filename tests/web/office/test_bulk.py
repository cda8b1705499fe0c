"""Ticked rows of the queue: one question, a transaction and a result each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.applications import process_document, publish
from tests.web.office.pages import words
from unionhall.cases.models import Case, Decision
from unionhall.casework import lengthy
from unionhall.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db
URL = "/office/queue/fund-refund/decisions/"
PROCESSES = Path("form_definitions/lu/processes")
WHY = "材料不属于本事项。"


@pytest.fixture
def queue(hall, visit):
    """Two applications of two unions that wait for 思江 and 湖东; rejecting may be done in bulk."""
    document = process_document()
    document["stages"][0]["actions"][2]["bulk"] = True
    assert document["stages"][0]["actions"][2]["key"] == "reject"
    publish(document, hall.city.su)
    first = hall.hand_in()
    return hall, first, visit(hall.city.chen)


def tick(case: Case) -> str:
    case.refresh_from_db()
    task = case.tasks.get(done_at__isnull=True)
    return f"{task.pk}.{case.version}.{case.key}"


def ask(client, *ticks, action="reject", **more):
    return client.post(URL, {"_tick": list(ticks), "_action": action, **more})


def press(client, *ticks, key="press", reason=WHY, **more):
    return ask(client, *ticks, _confirmed="1", _key=key, _reason=reason, **more)


def status(case: Case) -> str:
    return Case.objects.get(pk=case.pk).status


def test_a_row_that_may_be_decided_in_bulk_has_a_box_and_the_button(queue):
    _hall, case, client = queue
    page = client.get("/office/queue/fund-refund/").content.decode()
    assert f'value="{tick(case)}"' in page
    assert page.count('name="_action" value="reject"') == 1
    assert 'name="_action" value="approve"' not in page


def test_asked_first_with_every_application_named(queue):
    _hall, case, client = queue
    question = ask(client, tick(case))
    assert (question.status_code, status(case)) == (200, "in_progress")
    assert case.number in words(question)
    done = press(client, tick(case))
    assert case.number in words(done)
    assert (status(case), Decision.objects.get().reason) == ("rejected", WHY)


def test_a_reason_that_is_asked_for_has_to_be_given(queue):
    _hall, case, client = queue
    answer = press(client, tick(case), reason="  ")
    assert (answer.status_code, status(case)) == (422, "in_progress")
    assert "请填写理由" in words(answer)


def test_the_same_press_again_is_one_decision_and_the_same_results(queue):
    _hall, case, client = queue
    ticked = tick(case)
    first, second = press(client, ticked), press(client, ticked)
    assert Decision.objects.count() == 1
    assert ["已办理 1 件" in words(one) for one in (first, second)] == [True, True]


def test_what_the_worker_does_is_told_as_it_stands_when_the_results_are_reloaded(
    queue, monkeypatch
):
    _hall, case, client = queue
    monkeypatch.setattr(lengthy, "begin_writing", lambda *_: lengthy.begin(lengthy.AT_ONCE + 1))
    pressed = tick(case)
    assert "正在办理" in words(press(client, pressed))
    Job.objects.update(state=JobState.FAILED)
    again = words(press(client, pressed))
    assert "正在办理" not in again
    assert "未能处理：没有改动" in again


def test_one_that_changed_meanwhile_does_not_stop_the_others(queue):
    hall, case, client = queue
    stale = tick(case)
    hall.decide(
        case, hall.city.chen, "return", reason="请更正账号", to="applicant", items=["account_no"]
    )
    answer = words(press(client, stale))
    assert "未办理 1 件" in answer
    assert Decision.objects.filter(action="reject").count() == 0


def test_what_may_not_be_done_in_bulk_is_not_done(queue):
    _hall, case, client = queue
    ticked = tick(case)
    assert ask(client, ticked, action="approve").status_code == 422
    answer = words(ask(client, ticked, action="approve", _confirmed="1", _key="k", _reason=""))
    assert ("请打开后单独办理" in answer, status(case)) == (True, "in_progress")


def test_a_foreign_application_is_neither_decided_nor_named(queue, visit):
    hall, case, _client = queue
    foreign = hall.hand_in(hall.city.zhou)
    client = visit(hall.city.chen)
    ticked = tick(foreign)
    assert ask(client, ticked).status_code == 422
    answer = words(press(client, ticked))
    assert foreign.number not in answer
    assert "已经不在了" in answer
    assert (status(foreign), status(case)) == ("in_progress", "in_progress")


@pytest.mark.parametrize("text", ["", "x", "1.2", "１.1.k", "1.-1.k", "9" * 20 + ".1.k"])
def test_ticks_that_were_tampered_with(queue, text):
    _hall, _case, client = queue
    assert press(client, text).status_code in (200, 400)
    assert Decision.objects.count() == 0


def test_nothing_ticked_says_what_to_do(queue):
    _hall, _case, client = queue
    assert "请在列表中勾选" in words(ask(client))


def test_strangers_and_the_address_bar(queue, visit):
    hall, case, client = queue
    assert client.get(URL).status_code == 302
    assert press(visit(hall.city.lin), tick(case)).status_code == 404
    assert status(case) == "in_progress"


@pytest.mark.row("J1-19")
@pytest.mark.parametrize("key", ["joining", "membership-transfer"])
def test_agreeing_to_members_may_be_done_in_bulk_and_nothing_else(key):
    text = (PROCESSES / f"{key}.json").read_text(encoding="utf-8")
    actions = [one for stage in json.loads(text)["stages"] for one in stage["actions"]]
    assert {one["key"] for one in actions if one.get("bulk")} == {"approve"}
    assert all(one.get("bulk") for one in actions if one["key"] == "approve")
