"""Background work in the office: whose it is, how far, stopping it, doing it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permissions import grants
from tests.factories.applications import NOW, open_office
from tests.jobs.conftest import Time
from tests.web.markup import faults
from tests.web.office.test_platform import BUILT_IN
from unionhall.audit.models import AuditEntry
from unionhall.cases.models import Dispatch
from unionhall.casework.jobs import claim, runner
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.jobs import handlers
from unionhall.jobs.models import Job, JobState
from unionhall.language.model import MatterGroup, Pack
from unionhall.messages import store
from unionhall.messages.models import Message, MessageState

pytestmark = pytest.mark.django_db
KIND = "test-page"
AID = Pack("-", "互助", "", (MatterGroup("aid", "互助", (("handle", "经办"),)),))


@pytest.fixture(autouse=True)
def work(monkeypatch):
    """Three steps of 40 rows; `stops_at`: the step in which it raises."""
    monkeypatch.setattr(runner, "EVERY", 0.0)
    plan = {"stops_at": 0, "with": RuntimeError}

    def handler(job, beat):
        for step in (1, 2, 3):
            if step == plan["stops_at"]:
                raise plan["with"]
            beat.progress(40 * step, 120)
        return {"rows": 120, "held": []}

    handlers.register(KIND, handler, title="批量处理")
    yield plan
    handlers.forget(KIND)


@pytest.fixture
def watcher(city):
    grants.ensure_matter_groups(BUILT_IN)
    grants.grant(city.wu, "view_audit", city.root, None)
    return city.wu


def ask(by, union=None, **more) -> Job:
    return enqueue(KIND, by=by, union=union, now=NOW, values={"title": "花名册"}, **more)


def give_up(job: Job) -> Job:
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, problem="RuntimeError", failures=4)
    job.refresh_from_db()
    return job


def page(client, user, address="/office/jobs/", status=200) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == status
    if status == 200:
        assert faults(response) == []
    return response.content.decode()


@pytest.fixture
def staff(city):
    """One who works for the district, one who works for the district beside it."""
    grants.ensure_matter_groups(AID)
    grants.grant(city.su, "handle_aid", city.sijiang, None)
    grants.grant(city.he, "handle_aid", city.hudong, None)
    return city.su, city.he, city


def test_an_empty_list_says_what_comes_here(client, staff):
    html = page(client, staff[0])
    assert "没有后台任务" in html
    assert 'href="/office/jobs/"' in html


def test_one_sees_one_s_own_and_those_of_one_s_unions(client, staff, city):
    su, he, _ = staff
    mine, of_union, theirs = ask(su), ask(city.chen, city.sijiang), ask(he, city.hudong)
    assert f"/office/jobs/{mine.key}/" in page(client, su)
    assert f"/office/jobs/{of_union.key}/" not in page(client, su)
    html = page(client, su, "/office/jobs/?tab=unions")
    assert f"/office/jobs/{mine.key}/" in html
    assert f"/office/jobs/{of_union.key}/" in html
    assert theirs.key not in html
    page(client, su, f"/office/jobs/{of_union.key}/")
    page(client, su, f"/office/jobs/{theirs.key}/", status=404)
    for key in ("nothing", "x" * 99, "%00"):
        page(client, su, f"/office/jobs/{key}/", status=404)


def test_a_page_shows_how_far_it_is_and_asks_again_by_itself(client, staff, work):
    su, *_ = staff
    job = ask(su, union=None)
    html = page(client, su, f"/office/jobs/{job.key}/")
    assert "未处理" in html
    assert 'id="job" data-seconds="3"' in html
    assert f'<a class="button" href="/office/jobs/{job.key}/">' in html  # without scripts
    work["stops_at"], work["with"] = 3, handlers.Later(3600)
    runner.run(Time(NOW))
    html = page(client, su, f"/office/jobs/{job.key}/")
    assert '<progress class="progress__bar" max="100" value="66"' in html
    assert "80 / 120" in html
    work["stops_at"] = 0
    runner.run(Time(NOW + timedelta(hours=1)))
    html = page(client, su, f"/office/jobs/{job.key}/")
    assert "已处理" in html
    assert 'value="100"' in html
    assert "data-seconds" not in html
    assert "批量处理 · 花名册" in html


def test_what_failed_says_when_it_is_tried_again(client, staff, work):
    su, *_ = staff
    job = ask(su)
    work["stops_at"] = 2
    runner.run(Time(NOW))
    html = page(client, su, f"/office/jobs/{job.key}/")
    assert "处理失败，原因见系统日志。" in html or "失败" in html
    assert "重试" in html
    assert "RuntimeError" not in html


def test_it_can_be_stopped_and_goes_on_where_it_stood(client, staff, work):
    su, *_ = staff
    job = ask(su)
    address = f"/office/jobs/{job.key}/"
    assert f'action="{address}cancellation/"' in page(client, su, address)
    assert client.get(f"{address}cancellation/").status_code == 405
    html = client.post(f"{address}cancellation/", follow=True).content.decode()
    assert "正在停止，已经完成的部分予以保留" in html
    assert "已取消" in html
    html = client.post(f"{address}cancellation/", follow=True).content.decode()
    assert "该任务已经结束" in html
    html = client.post(f"{address}repeat/", follow=True).content.decode()
    assert "任务将从中断处继续" in html
    runner.run(Time(NOW))
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, 120)
    html = client.post(f"{address}repeat/", follow=True).content.decode()
    assert "该任务正在等待、处理中或已完成" in html


def test_nobody_steers_what_others_asked_for(client, staff, city):
    su, he, _ = staff
    job = ask(city.chen, city.sijiang)
    for user in (su, he, city.lin):
        client.force_login(user)
        for verb in ("cancellation", "repeat"):
            assert client.post(f"/office/jobs/{job.key}/{verb}/").status_code == 404
            assert client.get(f"/office/jobs/{job.key}/{verb}/").status_code == 404
    job.refresh_from_db()
    assert (job.state, job.is_cancel_asked) == (JobState.WAITING, False)


def test_what_was_given_up_is_seen_and_repeated_by_who_watches(client, staff, city, watcher):
    su, he, _ = staff
    job = give_up(ask(he, city.hudong))
    store.queue("sms", "标题", "正文", dedupe="x", now=NOW, address="15400000777")
    Message.objects.update(state=MessageState.DEAD, problem="timeout", due_at=None)
    html = page(client, watcher, "/office/jobs/?tab=failed")
    assert f"/office/jobs/{job.key}/" in html
    assert 'href="/office/messages/"' in html
    assert "tab=failed" not in page(client, su)
    assert f"/office/jobs/{job.key}/" not in page(client, su, "/office/jobs/?tab=failed")
    client.force_login(watcher)
    client.post(f"/office/jobs/{job.key}/repeat/")
    job.refresh_from_db()
    assert (job.state, job.failures, job.problem) == (JobState.WAITING, 0, "")
    entry = AuditEntry.objects.get(kind="job")
    assert (entry.actor_id, entry.values) == (watcher.pk, {"deed": "repeated"})
    runner.run(Time(NOW))
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert "没有失败的任务" in page(client, watcher, "/office/jobs/?tab=failed")


def test_what_could_not_be_handed_over_is_seen_and_repeated_by_who_watches(
    client, staff, watcher, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    case = open_office(staff[2]).submitted()
    dead = Dispatch.objects.create(
        case=case, stage="confirm", round=1, hook="x", state=Dispatch.State.DEAD, created_at=NOW
    )
    address = f"/office/jobs/batches/{dead.key}/repeat/"
    for user in staff[:2]:
        client.force_login(user)
        assert client.post(address).status_code == 404
    html = page(client, watcher, "/office/jobs/?tab=failed")
    assert case.number in html
    assert f'action="{address}"' in html
    assert client.get(address).status_code == 405
    assert client.post("/office/jobs/batches/nothing/repeat/").status_code == 404
    assert client.post(address).status_code == 302
    dead.refresh_from_db()
    assert dead.state == Dispatch.State.WAITING
    assert address not in page(client, watcher, "/office/jobs/?tab=failed")
    assert client.post(address).status_code == 302  # twice is once


def test_pages_follow_each_other_without_a_gap(client, staff):
    su, *_ = staff
    links = [f'href="/office/jobs/{ask(su).key}/"' for _ in range(25)]
    first = page(client, su)
    assert [link in first for link in links] == [False] * 5 + [True] * 20
    cursor = links[5].split("/")[3]
    second = page(client, su, f"/office/jobs/?cursor={cursor}")
    assert [link in second for link in links] == [True] * 5 + [False] * 20
    assert page(client, su, "/office/jobs/?cursor=nothing&tab=x")


def test_the_list_costs_the_same_for_one_and_for_many(client, staff):
    su, *_ = staff

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/office/jobs/?tab=unions")
        return len(asked)

    ask(su, None)
    page(client, su)
    one = cost()
    for _ in range(14):
        ask(su, None)
    assert cost() == one < 12


def test_a_worker_that_dies_again_and_again_is_told(client, staff):
    su, *_ = staff
    job = ask(su)
    now = NOW
    for _ in range(len(claim.PAUSES) + 2):
        claim.claim(by=type(su).objects.system(), now=now)
        now += claim.LEASE + timedelta(seconds=1)
    assert "后台进程执行该任务时多次中断" in page(client, su, f"/office/jobs/{job.key}/")
