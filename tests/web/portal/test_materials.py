"""The table of materials (X1-53..57): upload, what is wrong with a file, delete, download."""

from __future__ import annotations

import json

import pytest

from tests.factories.applications import upload
from tests.web.markup import faults
from tests.web.portal.conftest import browser
from unionhall.cases.models import Attachment

JSON = {"Accept": "application/json"}


@pytest.fixture
def case(office):
    return office.draft()


@pytest.fixture
def page(case):
    return f"/cases/{case.key}/materials/"


@pytest.mark.row("X1-53", "X1-54", "X1-55", "X1-57")
def test_one_row_per_material(lin, page):
    response = lin.get(page)
    html = response.content.decode()
    assert faults(response) == []
    heads = ("序号", "材料名称", "提交方式", "范例", "附件", "操作")
    assert [head for head in heads if f'<th scope="col">{head}</th>' not in html] == []
    assert html.count('name="material"') == 3
    assert html.count("（必须）") == 3
    assert html.count("电子材料") == 3
    assert html.count("查看范例") == 2
    assert 'accept=".jpg,.png,.bmp,.pdf,.jpeg"' in html


@pytest.mark.row("X1-56")
def test_several_files_and_deleting_one(lin, case, page):
    files = [upload("第一页.png"), upload("第二页.png")]
    response = lin.post(page, {"material": "chair_report", "file": files})
    assert response["Location"] == f"{page}#material-chair_report"
    html = lin.get(page).content.decode()
    assert [name in html for name in ("第一页.png", "第二页.png")] == [True, True]
    file = Attachment.objects.get(name="第一页.png")
    case.refresh_from_db()
    response = lin.post(page, {"remove": file.key, "version": case.version})
    assert response["Location"] == page
    html = lin.get(page).content.decode()
    assert [name in html for name in ("第一页.png", "第二页.png")] == [False, True]


@pytest.mark.parametrize(
    ("name", "data"),
    [("呈报表.png", b"MZ not a picture"), ("表.docx", b"PK\x03\x04"), ("空.png", b"")],
)
def test_a_wrong_file_is_told_at_its_material(lin, page, name, data):
    sent = {"material": "chair_report", "file": upload(name, data)}
    response = lin.post(page, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert faults(response) == []
    assert html.count('id="wrong-chair_report"') == 1
    assert 'aria-describedby="wrong-chair_report"' in html
    assert Attachment.objects.count() == 0


def test_scripts_hear_the_same_sentence(lin, page):
    response = lin.post(
        page, {"material": "chair_report", "file": upload("x.png", b"no")}, headers=JSON
    )
    assert response.status_code == 422
    assert set(json.loads(response.content)) == {"material", "message"}
    response = lin.post(page, {"material": "chair_report", "file": upload()}, headers=JSON)
    assert json.loads(response.content) == {"material": "chair_report", "files": 1}


@pytest.mark.parametrize("material", ["", "unknown", "\x00", "x" * 500])
def test_only_materials_of_the_checklist(lin, page, material):
    response = lin.post(page, {"material": material, "file": upload()})
    assert response.status_code in {404, 422}
    assert Attachment.objects.count() == 0


def test_without_a_file(lin, page):
    response = lin.post(page, {"material": "chair_report"})
    assert response.status_code == 422
    assert "请先选择文件。" in response.content.decode()


def test_downloads_are_sealed(lin, case, page):
    lin.post(page, {"material": "chair_report", "file": upload("呈报表.png")})
    file = Attachment.objects.get()
    response = lin.get(f"/files/{file.key}/")
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; sandbox; frame-ancestors 'self'"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Type"] == "image/png"
    preview = lin.get(f"/files/{file.key}/preview/")
    assert preview["Content-Type"] == "image/jpeg"
    assert preview["Content-Security-Policy"] == response["Content-Security-Policy"]
    assert b"".join(preview)[:2] == b"\xff\xd8"


def test_a_removed_file_is_gone(lin, office, case, page):
    lin.post(page, {"material": "chair_report", "file": upload()})
    file = Attachment.objects.get()
    case.refresh_from_db()
    assert browser(office.city.chen).get(f"/files/{file.key}/").status_code == 404
    lin.post(page, {"remove": file.key, "version": case.version})
    assert lin.get(f"/files/{file.key}/").status_code == 404


def test_the_file_of_another_case_cannot_be_removed(lin, office, page):
    other = office.complete(office.city.zhou, office.city.machinery)
    file = other.attachments.first()
    response = lin.post(page, {"remove": file.key, "version": "1"})
    assert response.status_code in {404, 409, 422}
    assert Attachment.objects.get(pk=file.pk).removed_at is None
