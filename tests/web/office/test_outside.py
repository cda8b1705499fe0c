"""Batches in the office: what was handed over, the file, the answer file, who may."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.casework.outside.small import HOOK, bank_case, begun, dispatch_of, later, lines_of
from tests.factories.applications import fresh, open_office
from tests.factories.grants import give
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from unionhall.audit.models import AuditEntry
from unionhall.cases.models import Dispatch
from unionhall.casework.jobs import runner
from unionhall.casework.outside import receive, send
from unionhall.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db
EACH = {
    "lines": "each",
    "outside": {
        "hook": HOOK,
        "send": {"name": "item.name", "of": "form.name"},
        "answers": ["card_tail"],
    },
    "actors": [{"permission": "disburse", "at": "root(union.chain)"}],
}
TITLES = ["行标识", "姓名", "姓名", "结果（通过或不通过）", "代码", "原因", "card_tail"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(city):
    return open_office(city)


@pytest.fixture
def case(office):
    found = begun(office, bank_case(**EACH), names=3)
    send.send_due(later())
    return found


@pytest.fixture
def desk(office):
    return browser(office.city.su)


def address(case, rest):
    return f"/office/batches/{dispatch_of(case).key}/{rest}/"


def rows_of(response):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def filled(case, results, titles=TITLES):
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(titles)
    for line, (result, reason, tail) in zip(lines_of(case), results, strict=False):
        sheet.writerow([line.key, line.values["name"], "甲", result, "B1", reason, tail])
    return out.getvalue()


def upload(desk, case, content, name="回盘.csv"):
    data = content.encode("utf-8-sig") if isinstance(content, str) else content
    file = SimpleUploadedFile(name, data)
    return desk.post(address(case, "answers"), {"file": file}, follow=True).content.decode()


def states(case):
    return [(line.state, line.reason) for line in lines_of(case)]


@pytest.mark.row("S1-25")
def test_the_case_shows_what_waits_and_the_queue_has_it(desk, case):
    page = desk.get(f"/office/cases/{case.key}/")
    assert faults(page) == []
    html = page.content.decode()
    assert [word in html for word in ("外部系统", "批次文件已备好", "上传回复", "应回复时间")] == [
        True
    ] * 4
    assert case.number in desk.get("/office/queue/batch/").content.decode()


def test_the_batch_file_is_text_in_the_words_of_the_definition(desk, case):
    response = desk.get(address(case, "xlsx"))
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    rows = rows_of(response)
    assert rows[0] == TITLES
    assert [row[:3] for row in rows[1:]] == [
        [line.key, line.values["name"], "甲"] for line in lines_of(case)
    ]
    entry = AuditEntry.objects.filter(kind="export").last()
    assert (entry.values["count"], entry.values["hook"]) == (3, HOOK)
    text = b"".join(desk.get(address(case, "csv")).streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(TITLES)


@pytest.mark.row("S1-26", "S1-27")
def test_an_answer_file_is_taken_line_by_line(desk, case):
    a, _b, _c = results = [("通过", "", "1234"), ("不通过", "号码不对", ""), ("", "", "")]
    said = upload(desk, case, filled(case, results))
    assert "通过 1 人，未通过 1 人。" in said
    assert states(case) == [("passed", ""), ("failed", "号码不对"), ("open", "")]
    assert lines_of(case)[0].stage_values["bank"]["card_tail"] == "1234"
    left = rows_of(desk.get(address(case, "xlsx")))
    assert [row[0] for row in left[1:]] == [lines_of(case)[2].key]
    again = upload(desk, case, filled(case, results))
    assert "这个文件已经采用过" in again
    last = upload(desk, case, filled(case, [a, a, ("成功", "", "")]))
    assert "2 行已有结果" in last
    assert fresh(case).stage == "last"
    assert dispatch_of(case).state == Dispatch.State.ANSWERED


def test_a_workbook_filled_in_comes_back(desk, case):
    response = desk.get(address(case, "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    for row in book.active.iter_rows(min_row=2):
        row[3].value = "通过"
    out = io.BytesIO()
    book.save(out)
    assert "通过 3 人" in upload(desk, case, out.getvalue(), "回盘.xlsx")
    assert fresh(case).stage == "last"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("a,b\n1,2\n", "a.csv", "文件的列与批次文件不一致"),
        ("", "a.csv", ""),
        (b"\xff\xfe\x00", "a.csv", "不是 UTF-8"),
        (b"a\x00b", "a.csv", "不是文本"),
        (b"PK\x03\x04 broken", "a.xlsx", ""),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", ""),
        (b'"never closed', "a.csv", "无法按 CSV 读取"),
    ],
)
def test_other_files_are_refused_in_words(desk, case, content, name, said):
    html = upload(desk, case, content, name)
    assert said in html
    assert "<h1>" in html
    assert {state for state, _ in states(case)} == {"open"}


def test_a_wrong_word_takes_nothing(desk, case):
    said = upload(desk, case, filled(case, [("通过", "", ""), ("也许", "", "")]))
    assert "第3行" in said
    assert "也许" in said
    assert {state for state, _ in states(case)} == {"open"}
    assert "没有任何一行填写结果" in upload(desk, case, filled(case, [("", "", "")]))


def test_lines_of_nobody_are_reported(desk, case):
    text = filled(case, [("通过", "", "")]).replace(lines_of(case)[0].key, "nobody-sent")
    said = upload(desk, case, text)
    assert "1 行不属于本批次：nobody-sent" in said


def test_only_who_looks_after_the_stage_sees_the_file(office, case):
    give(office.city.he, "review_preparatory_fund", office.city.root)
    for user in (office.city.lin, office.city.chen, office.city.he, office.city.wu):
        other = browser(user)
        assert other.get(address(case, "xlsx")).status_code == 404
        assert other.post(address(case, "answers")).status_code == 404
        assert other.post(address(case, "repeat")).status_code == 404
    seen = browser(office.city.he).get(f"/office/cases/{case.key}/").content.decode()
    assert ("外部系统" in seen, "上传回复" in seen) == (True, False)


def test_what_never_arrived_is_handed_over_again(office, desk, settings):
    settings.OUTSIDE_GATEWAYS = {HOOK: "fake: refused"}
    case = begun(office, bank_case(**EACH), names=1)
    send.send_due(later())
    page = desk.get(f"/office/cases/{case.key}/").content.decode()
    assert "重新发送" in page
    desk.post(address(case, "repeat"))
    assert dispatch_of(case).state == Dispatch.State.WAITING


def test_an_unknown_kind_of_file_is_none(desk, case):
    assert desk.get(address(case, "pdf")).status_code == 404


@pytest.fixture
def long_answers(settings, tmp_path, monkeypatch):
    """What has more than one line goes to the worker."""
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }
    monkeypatch.setattr(receive, "AT_ONCE", 1)


@pytest.mark.usefixtures("long_answers")
def test_a_long_file_shows_how_far_it_is_and_then_what_came_of_it(desk, case):
    content = filled(case, [("通过", "", ""), ("不通过", "不符", ""), ("通过", "", "")])
    said = upload(desk, case, content)
    assert "文件已收到，3 行正在处理，可以离开本页。" in said
    assert {state for state, _ in states(case)} == {"open"}
    page = desk.get(f"/office/cases/{case.key}/")
    assert faults(page) == []
    html = page.content.decode()
    (job,) = Job.objects.all()
    assert [word in html for word in ('data-seconds="2"', "3 行中的 0 行", "查看处理任务")] == [
        True
    ] * 3
    work = desk.get(f"/office/jobs/{job.key}/").content.decode()
    assert f"外部系统回复 · {case.number}" in work
    again = upload(desk, case, content)
    assert "文件已收到" in again
    assert Job.objects.count() == 1
    runner.run(later())
    assert fresh(case).stage == "last"
    html = desk.get(f"/office/cases/{case.key}/").content.decode()
    assert ('data-seconds="2"' in html, "3 行中的" in html) == (False, False)
    assert '<td data-label="采用">3</td>' in html
    assert ">2<" in desk.get(f"/office/jobs/{job.key}/").content.decode()


@pytest.mark.usefixtures("long_answers")
def test_a_long_file_that_could_not_be_applied_says_why(desk, office, case):
    upload(desk, case, filled(case, [("通过", "", "")] * 3))
    Job.objects.update(state=JobState.FAILED, problem="not-allowed")
    html = desk.get(f"/office/cases/{case.key}/").content.decode()
    assert "权限" in html
    assert "查看处理任务" in html
