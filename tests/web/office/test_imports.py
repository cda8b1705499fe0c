"""Pages of imports: template, upload, progress, rows, files, retry and stop; nobody else's."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories.applications import PACK as FILES
from tests.factories.applications import publish
from tests.factories.workbooks import (
    MEMBERS,
    ROSTER,
    Desk,
    header,
    open_desk,
    person,
    work,
    workbook,
)
from unionhall.audit.models import AuditEntry
from unionhall.definitions import selectors as definitions
from unionhall.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db
PAGE, TEMPLATE = f"/office/imports/{ROSTER}/", f"/office/imports/{ROSTER}/template/"
TICKED = {"consent": "told"}


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }


@pytest.fixture
def desk(city) -> Desk:
    return open_desk(city)


def upload(rows, name="名单.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, workbook(definitions.import_(ROSTER), rows))


@pytest.mark.row("X3-18", "X3-20", "X3-21", "X3-22")
def test_the_page_offers_template_upload_and_results(desk, visit):
    text = visit(desk.lin).get(PAGE).content.decode()
    assert "职工模板下载" in text
    assert "导入职工信息" in text
    assert "查看导入结果" in text
    assert "请在工作日 09:00 至 18:00 操作导入。" in text
    assert "还没有导入过" in text


@pytest.mark.row("X3-20", "X3-29")
def test_the_template_can_be_filled_in_and_imported(desk, visit):
    answer = visit(desk.lin).get(TEMPLATE)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    book = load_workbook(io.BytesIO(answer.content))
    assert "录入说明" in "".join(book.sheetnames)
    sheet = book["职工名册"]
    for place, column in enumerate(definitions.import_(ROSTER).columns, start=1):
        sheet.cell(3, place, person(1).get(column.key))
    out = io.BytesIO()
    book.save(out)
    answer = visit(desk.lin).post(
        PAGE, {**TICKED, "file": SimpleUploadedFile("a.xlsx", out.getvalue())}
    )
    assert answer.status_code == 302
    job = work(Job.objects.get(), max(timezone.now(), Job.objects.get().run_at or timezone.now()))
    assert job.result["counts"]["created"] == 1, job.result


@pytest.mark.row("S1-09", "S1-16")
def test_the_template_of_members_has_the_name_of_the_union(desk, visit):
    answer = visit(desk.lin).get(f"/office/imports/{MEMBERS}/template/")
    sheet = load_workbook(io.BytesIO(answer.content))["会员信息采集"]
    assert sheet["A1"].value == "附件2"
    assert sheet["C3"].value == desk.union.name
    assert "会员模板下载" in visit(desk.lin).get(f"/office/imports/{MEMBERS}/").content.decode()


@pytest.mark.row("X3-27", "X3-28", "X3-30", "S1-11", "S1-47")
def test_from_upload_to_result(desk, visit):
    client = visit(desk.lin)
    rows = [person(1), person(2, mobile="12"), person(3)]
    answer = client.post(PAGE, {**TICKED, "file": upload(rows), "union": desk.union.key})
    job = Job.objects.get()
    assert answer["Location"] == f"/office/imports/batches/{job.key}/"
    text = client.get(answer["Location"]).content.decode()
    assert "未处理" in text
    assert "未处理" in client.get(PAGE).content.decode()

    work(job, max(timezone.now(), job.run_at or timezone.now()))
    assert job.state == JobState.DONE
    text = client.get(answer["Location"]).content.decode()
    assert "已处理" in text
    for words in ("错误类型", "错误内容", "原因", "解决方法", "手机号码：12为无效手机号"):
        assert words in text
    assert person(2)["document_no"] not in text
    assert (
        person(2)["document_no"] not in client.get(f"{answer['Location']}?tab=all").content.decode()
    )
    listed = client.get(PAGE).content.decode()
    assert "已处理" in listed
    assert "成功 2" in listed
    assert "失败 1" in listed


def test_the_result_is_the_workbook_with_marks_and_noted(desk, visit):
    job = desk.roster([person(1), person(2, mobile="12")])
    answer = visit(desk.lin).get(f"/office/imports/batches/{job.key}/result/")
    book = load_workbook(io.BytesIO(answer.content))
    texts = {str(cell.value) for row in book["职工名册"].iter_rows() for cell in row if cell.value}
    assert any("手机号码：12为无效手机号" in text for text in texts)
    assert any("新增" in text for text in texts)
    assert AuditEntry.objects.filter(kind="export", about=f"job:{job.key}").count() == 1
    report = visit(desk.lin).get(f"/office/imports/batches/{job.key}/errors/")
    cells = [
        c.value for row in load_workbook(io.BytesIO(report.content)).active.iter_rows() for c in row
    ]
    assert any("手机号码：12为无效手机号" in str(cell) for cell in cells)


def test_a_refused_workbook_says_why_as_a_whole(desk, visit):
    job = desk.members([], header(desk.union, union_name="别的工会", income_band="7"))
    text = visit(desk.lin).get(f"/office/imports/batches/{job.key}/").content.decode()
    assert "整个工作簿未被接受" in text
    assert "未接受" in text


@pytest.mark.parametrize(
    "data", [b"", b"a,b\r\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, b"PK\x03\x04broken"]
)
def test_what_is_no_workbook_is_told_at_once(desk, visit, data):
    answer = visit(desk.lin).post(PAGE, {**TICKED, "file": SimpleUploadedFile("a.xlsx", data)})
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_nothing_chosen_and_a_union_that_is_not_his(desk, visit):
    assert visit(desk.lin).post(PAGE, {}).status_code == 422
    other = {**TICKED, "file": upload([person(1)]), "union": desk.city.machinery_union.key}
    assert visit(desk.lin).post(PAGE, other).status_code == 422
    assert not Job.objects.exists()


def test_nobody_else_sees_any_of_it(desk, visit):
    job = desk.roster([person(1)])
    places = [PAGE, TEMPLATE] + [
        f"/office/imports/batches/{job.key}/{rest}"
        for rest in ("", "result/", "errors/", "cancellation/", "retry/")
    ]
    for user in (desk.city.chen, desk.city.su, desk.city.wu):
        for place in places:
            assert visit(user).get(place).status_code == 404, (user, place)
            assert visit(user).post(place).status_code in (404, 405), (user, place)
    for key in ("x", "\x00", "不存在", job.key[:-1]):
        assert visit(desk.lin).get(f"/office/imports/batches/{key}/").status_code == 404


def test_stopping_from_the_page(desk, visit):
    client = visit(desk.lin)
    client.post(PAGE, {**TICKED, "file": upload([person(1)])})
    job = Job.objects.get()
    address = f"/office/imports/batches/{job.key}/cancellation/"
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    answer = client.post(address, follow=True)
    assert "不能取消" in answer.content.decode()


def test_the_list_of_a_long_import_is_paged_with_few_queries(
    desk, visit, django_assert_max_num_queries
):
    job = desk.roster([person(n, mobile="1") for n in range(1, 121)])
    client = visit(desk.lin)
    with django_assert_max_num_queries(60):
        text = client.get(f"/office/imports/batches/{job.key}/").content.decode()
    assert text.count("为无效手机号") == 50
    assert "下一页" in text


def test_imports_stand_in_the_menu_of_whoever_may(desk, visit):
    assert PAGE in visit(desk.lin).get("/office/").content.decode()
    assert PAGE not in visit(desk.city.chen).get("/office/").content.decode()


def test_what_is_agreed_to_is_read_and_ticked_first(desk, visit):
    client = visit(desk.lin)
    text = client.get(PAGE).content.decode()
    assert "职工信息导入告知" in text
    assert "不同意的职工已从名册中删除" in text
    answer = client.post(PAGE, {"file": upload([person(1)])})
    told = answer.content.decode()
    assert (answer.status_code, Job.objects.count()) == (422, 0)
    assert "请阅读后勾选才能继续" in told or 'aria-invalid="true"' in told
    assert "然后重新选择文件" in told
    client.post(PAGE, {**TICKED, "file": upload([person(1)])})
    page = client.get(f"/office/imports/batches/{Job.objects.get().key}/").content.decode()
    assert "林晓岚 已确认《职工信息导入告知》" in page
    assert "不同意的职工已从名册中删除" in page


def test_an_empty_file_is_told_as_one(desk, visit):
    answer = visit(desk.lin).post(PAGE, {**TICKED, "file": SimpleUploadedFile("a.xlsx", b"")})
    assert answer.status_code == 422
    assert "文件是空的" in answer.content.decode()
    assert not Job.objects.exists()


def test_of_a_workbook_written_whole_the_page_says_what_to_do(desk, visit):
    doc = json.loads((FILES / "imports" / f"{ROSTER}.json").read_text())
    publish({**doc, "policy": "all_or_nothing"}, desk.lin)
    assert "要么全部导入，要么都不导入" in visit(desk.lin).get(PAGE).content.decode()
    job = desk.roster([person(1), person(2, mobile="1")])
    text = visit(desk.lin).get(f"/office/imports/batches/{job.key}/").content.decode()
    assert "请改正有错误的行，再把整个工作簿重新导入。" in text
