"""What the worker does with an application, on the pages of the applicant and of the office."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.applications import fresh, task_of
from tests.factories.enrolment import Aid, enlist, open_aid
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from tests.web.portal.test_lines import pins, text
from unionhall.casework import lengthy
from unionhall.casework.jobs import notes, runner
from unionhall.casework.jobs.cancel import cancel
from unionhall.casework.lines.add import add_all
from unionhall.casework.lines.check import recheck
from unionhall.casework.sentences import sentence
from unionhall.jobs import handlers
from unionhall.jobs.models import Job, JobState


@pytest.fixture
def aid(city, monkeypatch) -> Aid:
    monkeypatch.setattr(lengthy, "AT_ONCE", 3)
    found = open_aid(city)
    enlist(city.software_union, range(6))
    return found


@pytest.fixture
def lin(aid):
    return browser(aid.city.lin)


def choose_all(aid, lin):
    case = aid.draft()
    html = text(lin.get(f"/cases/{case.key}/lines/choose/"))
    where = f"/cases/{case.key}/lines/choose/"
    return case, lin.post(where, {"_do": "all", **pins(html)})


def test_the_press_leads_to_the_case_which_tells_how_far_it_is(aid, lin):
    case, answer = choose_all(aid, lin)
    here = f"/cases/{case.key}/"
    assert answer["Location"] == here
    page = lin.get(here)
    html = text(page)
    assert faults(page) == []
    assert "正在生成名单：排队中，马上开始" in html
    assert 'id="working" data-seconds="2"' in html
    assert "继续填写" not in html
    job = Job.objects.get()
    Job.objects.update(state=JobState.RUNNING)
    notes.put(job, 3, 6)
    assert 'value="50"' in text(lin.get(here))


def test_pages_of_the_draft_lead_there_meanwhile(aid, lin):
    case, _ = choose_all(aid, lin)
    for path in ("form/union/", "lines/", "lines/choose/", "materials/", "check/"):
        assert lin.get(f"/cases/{case.key}/{path}")["Location"] == f"/cases/{case.key}/", path


def test_what_came_of_it_leads_on(aid, lin):
    case, _ = choose_all(aid, lin)
    runner.run(lambda: aid.now)
    page = lin.get(f"/cases/{case.key}/")
    html = text(page)
    assert faults(page) == []
    assert "名单已生成" in html
    assert "共 6 人。" in html
    assert f'href="/cases/{case.key}/lines/"' in html
    assert "data-seconds" not in html
    assert lin.get(f"/cases/{case.key}/lines/").status_code == 200


def test_what_was_refused_stands_there_with_the_way_to_repair_it(aid, lin):
    first = browser_way(aid)
    second = browser_way(aid)
    for case in (first, second):
        aid.submit(case)
        runner.run(lambda: aid.now)
    page = lin.get(f"/cases/{second.key}/")
    html = text(page)
    assert faults(page) == []
    assert "没有办成" in html
    assert "没有改动" in html
    assert f'href="/cases/{second.key}/check/"' in html


@pytest.mark.parametrize("state", ["stopped", "failed"])
def test_stopped_or_failed_it_is_said_and_free_again(aid, lin, state):
    case, _ = choose_all(aid, lin)
    job = Job.objects.get()
    if state == "stopped":
        cancel(job.key, by=aid.city.lin, now=aid.now)
    else:
        Job.objects.update(state=JobState.FAILED, problem="RuntimeError")
    html = text(lin.get(f"/cases/{case.key}/"))
    assert ("已停止处理" if state == "stopped" else "未能处理") in html
    assert lin.get(f"/cases/{case.key}/lines/").status_code == 200


def test_the_office_sees_it_and_cannot_decide_meanwhile(aid):
    case, wu = at_office(aid)
    here = f"/office/cases/{case.key}/"
    assert "同意" in text(wu.get(here)) or "确认" in text(wu.get(here))
    aid.approve(case, aid.city.wu)
    page = wu.get(here)
    html = text(page)
    assert faults(page) == []
    assert "正在办理审核结果" in html
    assert 'name="task"' not in html
    runner.run(lambda: aid.now)
    assert "审核结果已办理" in text(wu.get(here))
    lin_sees = text(browser(aid.city.lin).get(f"/cases/{case.key}/"))
    assert "审核结果已办理" not in lin_sees  # it was not he who asked for it


def test_it_stands_among_the_background_work(aid):
    case = browser_way(aid)
    recheck(case.key, by=aid.city.lin, now=aid.now)
    html = text(browser(aid.city.lin).get("/office/jobs/"))
    assert str(handlers.kind(lengthy.KIND).title) in html
    assert f'href="/cases/{case.key}/"' in html


def test_what_is_typed_meanwhile_stays_on_the_page(aid, lin):
    case = aid.draft()
    page = f"/cases/{case.key}/form/union/"
    version = case.version
    assert lin.get(page).status_code == 200
    add_all(case.key, {}, by=aid.city.lin, now=aid.now)
    answer = lin.post(page, {"_version": version, "staff_total": "4321"})
    assert answer.status_code == 409
    assert 'value="4321"' in text(answer)
    assert sentence("being-worked-on") in text(answer)
    assert lin.get(page).status_code == 302


def test_handing_in_what_is_due_twice_tells_what_goes_on(aid, lin, monkeypatch):
    lengthy.AT_ONCE = 100
    case = aid.at_pay()
    aid.voucher(case)
    lengthy.AT_ONCE = 3
    monkeypatch.setattr(lengthy, "begin_writing", lambda _outcome, count: lengthy.begin(count))
    page = f"/cases/{case.key}/due/"
    paid = {"paid_amount": "360", "paid_on": "2026-11-20", "_do": "hand_in", "_key": "once-only"}
    sent = {"_version": fresh(case).version, **paid}
    for _ in range(2):
        assert lin.post(page, sent)["Location"] == f"/cases/{case.key}/"
    html = text(lin.get(f"/cases/{case.key}/"))
    assert "正在提交填报内容" in html
    assert "目前没有" not in html


def test_an_old_page_of_the_office_is_told_what_goes_on(aid):
    case, wu = at_office(aid)
    task = task_of(fresh(case))
    old = {"_task": task.pk, "_version": fresh(case).version, "_action": "approve"}
    aid.approve(case, aid.city.wu)
    answer = wu.post(f"/office/cases/{case.key}/decision/", {**old, "_digest": "", "_key": "old"})
    assert answer.status_code == 409
    assert sentence("being-worked-on") in text(answer)


def test_rows_of_the_wish_are_not_read_for_each_page(aid, lin):
    case, _ = choose_all(aid, lin)
    with CaptureQueriesContext(connection) as asked:
        lin.get(f"/cases/{case.key}/")
        lin.post(f"/cases/{case.key}/lines/change/", {"_do": "check"})
    jobs = [one["sql"] for one in asked if '"jobs_job"' in one["sql"]]
    assert jobs
    assert not [sql for sql in jobs if '"jobs_job"."values", "jobs_job"."result"' in sql]


def at_office(aid):
    lengthy.AT_ONCE = 100
    case = aid.paid()
    lengthy.AT_ONCE = 3
    return case, browser(aid.city.wu)


def browser_way(aid):
    """A complete draft, its list filled by the worker."""
    case = aid.listed()
    runner.run(lambda: aid.now)
    return aid.materials(fresh(case))
