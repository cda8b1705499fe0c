"""Exports of lists: what the screen shows and no more, for whom it shows it, traced."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from permissions import grants
from tests.factories.applications import publish
from tests.factories.grants import GROUP, give
from tests.factories.records import HELP, NOW
from tests.web.markup import faults
from unionhall.audit.models import AuditEntry
from unionhall.casework import export_list
from unionhall.casework.jobs import files, runner
from unionhall.casework.jobs.enqueue import KEEP
from unionhall.casework.jobs.sweep import sweep
from unionhall.casework.registers.add_record import add_record
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "/office/exports/lists/help/all/"
COLUMNS = [
    {"key": "name", "title": "姓名"},
    {"key": "document_no", "title": "证件号码", "mask": "id"},
    {"key": "amount", "title": "金额"},
    {"key": "paid_on", "title": "发放日期"},
    {"key": "is_urgent", "title": "加急"},
]
NUMBER = "79010119850101001X"


def listed(**changes):
    schema = json.loads(json.dumps(HELP["schema"]))
    schema["properties"]["amount"]["format"] = "money"
    lists = [{**HELP["lists"][0], "columns": COLUMNS, **changes}]
    return {**HELP, "schema": schema, "lists": lists, "checks": [], "facts": {}}


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path, monkeypatch):
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }
    monkeypatch.setattr(runner, "EVERY", 0.0)


@pytest.fixture
def desk(city):
    """林晓岚 of the company keeps a list of five; 何静 keeps hers in the district beside it."""
    publish(listed(), User.objects.system())
    give(city.lin, f"handle_{GROUP}", city.software_union)
    give(city.he, f"handle_{GROUP}", city.hudong)
    for number in range(5):
        add(city.lin, number)
    add(city.he, 9, name="湖东人")
    return city


def add(by, number, **more):
    answers = {
        "name": f"职工{number}",
        "document_no": f"{NUMBER[:-1]}{number}",
        "year": 2026,
        "amount": 12_345_00,
        "paid_on": "2026-03-09",
        "is_urgent": number % 2 == 0,
    }
    add_record("help", "add", answers={**answers, **more}, by=by, now=NOW)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(export_list, "SMALL", 3)


def ask(client, user, address=ADDRESS, **data):
    client.force_login(user)
    return client.post(address, data)


def rows_of(response) -> list[list[str]]:
    body = b"".join(response.streaming_content)
    if response["Content-Type"].startswith("text/csv"):
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(body)).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    return [[seen(cell) for cell in row] for row in sheet.iter_rows()]


def seen(cell) -> str:
    """As a program shows it: days and amounts are no texts."""
    if cell.data_type == "d":
        assert cell.number_format == 'yyyy"年"m"月"d"日"'
        return f"{cell.value.year}年{cell.value.month}月{cell.value.day}日"
    if cell.data_type == "n" and cell.value is not None:
        assert cell.number_format == '"¥"#,##0.00'
        return f"¥{cell.value:,.2f}"
    return cell.value or ""


FIRST = ["职工0", "7901****10", "¥12,345.00", "2026年3月9日", "是", "待发放"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_short_list_comes_at_once_as_the_screen_shows_it(client, desk, kind):
    response = ask(client, desk.lin, format=kind, sort="name")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert "attachment" in response["Content-Disposition"]
    assert f".{kind}" in response["Content-Disposition"]
    head, *rows = rows_of(response)
    assert head == ["姓名", "证件号码", "金额", "发放日期", "加急", "状态"]
    assert rows[0] == FIRST
    assert [row[0] for row in rows] == [f"职工{n}" for n in range(5)]
    assert not Job.objects.exists()
    shown = client.get("/office/registers/help/lists/all/").content.decode()
    for text in FIRST:
        assert text in shown
    assert NUMBER[:-1] not in shown


def test_it_holds_what_the_filters_of_the_list_left(client, desk):
    response = ask(client, desk.lin, format="csv", **{"f-is_urgent": "true"})
    assert [row[0] for row in rows_of(response)[1:]] == ["职工4", "职工2", "职工0"]
    response = ask(client, desk.lin, format="csv", q="职工3")
    assert [row[0] for row in rows_of(response)[1:]] == ["职工3"]
    response = ask(client, desk.lin, format="csv", q="没有这个人")
    assert len(rows_of(response)) == 1


def test_the_audit_trail_knows_how_much_and_which(client, desk):
    ask(client, desk.lin, format="csv", q="职工3")
    ask(client, desk.lin, format="xlsx", q=NUMBER[:-1] + "3")
    first, second = AuditEntry.objects.filter(kind="export").order_by("id")
    assert (first.actor_id, first.about) == (desk.lin.pk, "register:help")
    assert first.values["rows"] == 1
    assert (first.values["title"], first.values["format"]) == ("慰问登记", "csv")
    assert first.values["filters"] == ["姓名, 证件号码: 职工3"] or "职工3" in str(first.values)
    assert NUMBER[:-1] not in str(second.values)


def test_a_copy_says_whose_it_is(client, desk):
    response = ask(client, desk.lin, format="xlsx", q="职工")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    notes = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert notes["导出人"] == "林晓岚"
    assert notes["行数"] == "5"
    assert "职工" in notes.values()


def test_nobody_takes_out_what_he_does_not_see(client, desk):
    for user in (desk.zhou, desk.wu):
        assert ask(client, user, format="csv").status_code == 404
        assert client.get(ADDRESS).status_code == 404
    assert [row[0] for row in rows_of(ask(client, desk.he, format="csv"))[1:]] == ["湖东人"]
    client.force_login(desk.lin)
    assert client.get(ADDRESS).status_code == 405
    for wrong in ("help/none", "none/all"):
        assert ask(client, desk.lin, f"/office/exports/lists/{wrong}/").status_code == 404
    assert AuditEntry.objects.filter(kind="export").count() == 1


def test_a_list_that_is_not_handed_out_is_not(client, desk):
    publish(listed(export=False), User.objects.system())
    assert ask(client, desk.lin, format="csv").status_code == 404


def test_an_unknown_format_is_a_workbook(client, desk):
    assert ".xlsx" in ask(client, desk.lin, format="exe")["Content-Disposition"]


# Long lists


def made(client, user, **data) -> Job:
    response = ask(client, user, **{"format": "xlsx", "sort": "name"} | data)
    job = Job.objects.latest("id")
    assert response.status_code == 302
    assert response["Location"] == f"/office/jobs/{job.key}/"
    return job


def work() -> None:
    runner.run(timezone.now)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_long_list_is_made_in_the_background_and_fetched(client, desk, small, kind):
    job = made(client, desk.lin, format=kind)
    address = f"/office/exports/files/{job.key}/"
    page = client.get(f"/office/jobs/{job.key}/")
    assert faults(page) == []
    assert "导出 · 慰问登记" in page.content.decode()
    assert client.get(address).status_code == 404
    assert not AuditEntry.objects.filter(kind="export").exists()
    work()
    assert address in client.get(f"/office/jobs/{job.key}/").content.decode()
    response = client.get(address)
    assert response["Cache-Control"] == "no-store, private"
    assert [row[0] for row in rows_of(response)[1:]] == [f"职工{n}" for n in range(5)]
    entry = AuditEntry.objects.get(kind="export")
    assert (entry.values["rows"], entry.values["format"]) == (5, kind)
    assert client.head(address).status_code == 404
    assert client.post(address).status_code == 405


def test_pressed_twice_it_is_made_once_and_few_at_a_time(client, desk, small):
    assert made(client, desk.lin).pk == made(client, desk.lin).pk
    for text in ("职工", "工"):
        made(client, desk.lin, q=text)
    response = ask(client, desk.lin, format="csv")
    assert response.status_code == 422
    assert "请等其中一个完成后再试" in response.content.decode()
    work()
    made(client, desk.lin)


def test_nobody_else_fetches_it_however_high(client, desk, small, city):
    job = made(client, desk.lin)
    work()
    grants.ensure_matter_groups(_auditing())
    grants.grant(city.wu, "view_audit", city.root, None)
    give(city.su, f"view_{GROUP}", city.root)
    for user in (city.wu, city.su, city.he, city.zhou):
        client.force_login(user)
        assert client.get(f"/office/exports/files/{job.key}/").status_code == 404
    client.force_login(city.wu)
    assert "/office/exports/files/" not in client.get(f"/office/jobs/{job.key}/").content.decode()


def test_the_right_is_asked_again_when_it_is_fetched(client, desk, small):
    job = made(client, desk.lin)
    work()
    address = f"/office/exports/files/{job.key}/"
    give(desk.lin, "view_support", desk.software_union)
    grants.revoke(desk.lin, f"handle_{GROUP}", desk.software_union)
    client.force_login(desk.lin)
    assert client.get(address).status_code == 404
    give(desk.lin, f"view_{GROUP}", desk.software_union)
    client.force_login(desk.lin)
    response = client.get(address)
    assert response.status_code == 422
    assert "文件生成后您的权限发生了变化" in response.content.decode()
    assert not AuditEntry.objects.filter(kind="export").exists()


def test_the_right_is_asked_again_when_it_is_made(client, desk, small):
    job = made(client, desk.lin)
    grants.revoke(desk.lin, f"handle_{GROUP}", desk.software_union)
    work()
    job.refresh_from_db()
    assert (job.state, job.stored_name) == (JobState.FAILED, "")


def test_the_file_is_sealed_and_gone_after_a_week(client, desk, small):
    job = made(client, desk.lin)
    work()
    job.refresh_from_db()
    stored = files.storage().path(job.stored_name)
    with open(stored, "rb") as sealed:
        assert not sealed.read(4).startswith(b"PK")
    assert job.expires_at - job.ended_at == KEEP
    sweep(by=User.objects.system(), now=job.expires_at + timedelta(seconds=1))
    client.force_login(desk.lin)
    assert client.get(f"/office/exports/files/{job.key}/").status_code == 404
    assert not files.storage().exists(job.stored_name)


def test_what_somebody_searched_for_is_not_kept_in_clear(client, desk, monkeypatch):
    monkeypatch.setattr(export_list, "SMALL", 0)
    job = made(client, desk.lin, q=NUMBER[:-1] + "3")
    stored = json.dumps(list(Job.objects.values("values", "about", "result", "dedupe")))
    assert NUMBER[:-1] not in stored
    work()
    job.refresh_from_db()
    assert job.result["rows"] == 1


def _auditing():
    from tests.web.office.test_platform import BUILT_IN

    return BUILT_IN
