"""导出申请单: the application with its people as a workbook, as its pages show it."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories.applications import fresh
from tests.factories.enrolment import enlist, worker
from tests.web.portal.conftest import browser
from unionhall.audit.models import AuditEntry
from unionhall.casework import export_case
from unionhall.casework.jobs import runner
from unionhall.jobs.models import Job, JobState

FORMULA = '=HYPERLINK("http://example.invalid","x")'


@pytest.fixture(autouse=True)
def files_of_jobs(settings, tmp_path, monkeypatch):
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }
    monkeypatch.setattr(runner, "EVERY", 0.0)


def sheets(response) -> list[list[list[str]]]:
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    kinds = {c.data_type for s in book for row in s.iter_rows() for c in row if c.value}
    assert kinds == {"s"}
    return [[[c.value or "" for c in row] for row in sheet.iter_rows()] for sheet in book]


@pytest.mark.row("X3-37")
def test_the_tool_bar_has_the_six_of_the_manual_and_each_leads_somewhere(aid, clerk):
    case = aid.complete()
    html = clerk.get(f"/cases/{case.key}/form/union/").content.decode()
    bar = html[html.index('class="form-toolbar"') :]
    bar = bar[: bar.index("data-saved")]
    wanted = ("暂存", "提交", "更新", "导出申请单", "取消", "删除")
    places = [bar.index(f">{title}<") for title in wanted]
    assert places == sorted(places)
    assert f'action="/cases/{case.key}/export/"' in bar


@pytest.mark.row("X3-37")
def test_the_sheet_holds_answers_and_people_masked_and_nothing_that_runs(aid, clerk):
    enlist(aid.city.software_union, [7], name=FORMULA)
    case = aid.submit(aid.complete(staff_total=14))
    response = clerk.post(f"/cases/{case.key}/export/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    name = unquote(response["Content-Disposition"])
    assert case.number in name
    assert name.endswith(".xlsx")
    answers, people, notes = sheets(response)
    told = {row[1]: row[2] for row in answers}
    assert told["申报号"] == case.number
    assert (told["参保工会"], told["参加人数"]) == ("海滨软件有限公司工会", "7")
    assert told["参保比例"] == "50.00%"
    assert told["参保申请表"] == "表.png"
    number = str(worker(0)["document_no"])
    assert people[0] == ["序号", "姓名", "证件号码", "手机号码", "状态", "注意事项"]
    assert [row[0] for row in people[1:]] == [str(n) for n in range(1, 8)]
    assert f"{number[:4]}****{number[-2:]}" in [row[2] for row in people]
    assert FORMULA in [row[1] for row in people]
    everything = str([answers, people, notes])
    assert number not in everything
    assert "7900112233445566" not in everything
    assert ["导出人", "林晓岚"] in [row[:2] for row in notes]
    entry = AuditEntry.objects.get(kind="export")
    assert (entry.actor_id, entry.about) == (aid.city.lin.pk, f"case:{case.key}")
    assert entry.values["rows"] == 7


def test_a_draft_is_exported_as_it_stands_and_by_nobody_else(aid, clerk):
    case = aid.draft()
    path = f"/cases/{case.key}/export/"
    answers, people, _notes = sheets(clerk.post(path))
    assert ["申请单", "申报号", "暂无申报号"] in answers
    assert len(people) == 1
    assert clerk.get(path).status_code == 405
    for other in (aid.city.zhou, aid.city.chen):
        assert browser(other).post(path).status_code == 404
    assert browser(None).post(path).status_code == 302
    assert AuditEntry.objects.filter(kind="export").count() == 1


def test_very_many_people_are_written_by_the_worker_and_fetched_by_him_alone(
    aid, clerk, monkeypatch
):
    monkeypatch.setattr(export_case, "SMALL", 3)
    case = fresh(aid.complete())
    path = f"/cases/{case.key}/export/"
    assert clerk.post(path)["Location"] == clerk.post(path)["Location"]
    job = Job.objects.get(kind=export_case.KIND)
    runner.run(timezone.now)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"rows": 6})
    shown = clerk.get(f"/office/jobs/{job.key}/").content.decode()
    assert f'href="/office/exports/files/{job.key}/"' in shown
    _answers, people, _notes = sheets(clerk.get(f"/office/exports/files/{job.key}/"))
    assert len(people) == 7
    assert browser(aid.city.su).get(f"/office/exports/files/{job.key}/").status_code == 404
    assert AuditEntry.objects.filter(kind="export").count() == 1
