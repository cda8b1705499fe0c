"""A chair imports the roster and collected members: errors come back in words, he corrects them
and imports again. Another union's officer sees nothing of it."""

from __future__ import annotations

import io
import secrets
import time
from datetime import date

import pytest
from openpyxl import load_workbook

from unionhall.config.management.demo.numbers import resident_id

CHAIR, STRANGER = "15400000106", "15400000108"
UNION = "海滨软件有限公司工会"
PARTS = ("错误类型", "错误内容", "原因", "解决方法")
# A journey is made at any hour of any day: for its length these are hours of the check.
OPEN_HOURS = """
import json
from pathlib import Path
from django.utils import timezone
from unionhall.definitions import selectors, store
from unionhall.language.canonical import canonical, digest
from unionhall.people.models import User
doc = json.loads(Path("form_definitions/lu/imports/roster.json").read_text())
if IS_OPEN:
    del doc["window"], doc["identity"]["window"]
store.publish("import", "roster", pack="lu", title=doc["title"], body=canonical(doc),
              digest=digest(doc), by=User.objects.system(), now=timezone.now())
"""


def numbers(count: int) -> list[str]:
    """Right numbers of invented people nobody has yet, also when a served city is used again."""
    found = set()
    while len(found) < count:
        born = date(
            1960 + secrets.randbelow(40), 1 + secrets.randbelow(12), 1 + secrets.randbelow(28)
        )
        found.add(resident_id(born, 1 + secrets.randbelow(900)))
    return sorted(found)


def template(visitor, key: str):
    answer = visitor.context.request.get(f"/office/imports/{key}/template/")
    assert answer.status == 200
    return load_workbook(io.BytesIO(answer.body()))


def fill(sheet, line: int, *rows) -> None:
    for number, row in enumerate(rows, start=line):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place, value)


def upload(visitor, key: str, book, name: str) -> None:
    out = io.BytesIO()
    book.save(out)
    visitor.go(f"/office/imports/{key}/")
    file = {"name": name, "buffer": out.getvalue()}
    file["mimeType"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    visitor.page.set_input_files("#import-file", file)
    visitor.page.locator("#consent-told").check()
    visitor.page.locator("main form button").last.click()
    visitor.page.wait_for_url("**/batches/**")
    deadline = time.monotonic() + 60
    while not any(word in state(visitor) for word in ("已处理", "未接受")):
        assert time.monotonic() < deadline, visitor.text()
        time.sleep(0.5)
        visitor.page.reload()


def state(visitor) -> str:
    return visitor.page.locator("#import-state").inner_text()


@pytest.mark.e2e
@pytest.mark.row("X3-18", "X3-20", "X3-21", "X3-22", "X3-27", "X3-28", "X3-30", "X3-31")
def test_the_roster_is_imported_corrected_and_imported_again(site, arrive):
    site.shell(OPEN_HOURS.replace("IS_OPEN", "True"))
    try:
        chair = arrive(CHAIR)
        chair.go("/office/")
        chair.press("导入职工信息", within="body")
        assert chair.offers("职工模板下载")
        chair.look("import")
        first, second, third = numbers(3)
        book = template(chair, "roster")
        sheet = book["职工名册"]
        fill(
            sheet,
            3,
            ("王磳", "居民身份证", first, "15400001111"),
            ("李 敏", "居民身份证", second, "15400001112"),
            ("赵海·阿里", "居民身份证", third, "1540000111"),
        )
        upload(chair, "roster", book, "职工名单.xlsx")
        text = chair.text()
        for words in (*PARTS, "中文姓名中间不能有空格", "手机号码：1540000111为无效手机号"):
            assert words in text, words
        assert second not in text
        chair.look("import-batch")
        phone = arrive(CHAIR, device="phone")
        phone.go(chair.page.url)
        phone.look("import-batch")
        assert arrive(STRANGER).go(chair.page.url) == 404

        with chair.page.expect_download() as download:
            chair.press("下载导入结果")
        marked = load_workbook(io.BytesIO(download.value.path().read_bytes()))["职工名册"]
        assert any("空格" in str(cell.value) for row in marked.iter_rows() for cell in row)
        sheet.cell(4, 1, "李敏")
        sheet.cell(5, 4, "15400001113")
        upload(chair, "roster", book, "职工名单改正.xlsx")
        assert "失败" not in state(chair)
        chair.go("/office/imports/roster/")
        assert "成功 3" in chair.text()
        phone.go("/office/imports/roster/")
        phone.look("import")
        chair.go("/office/registers/roster/lists/all/?q=赵海")
        assert "赵海·阿里" in chair.text()
    finally:
        site.shell(OPEN_HOURS.replace("IS_OPEN", "False"))


@pytest.mark.e2e
@pytest.mark.row("S1-09", "S1-10", "S1-11", "S1-47", "S1-49", "S1-59", "J1-13")
def test_members_are_collected_corrected_and_collected_again(site, arrive):
    chair = arrive(CHAIR)
    book = template(chair, "member-collection")
    sheet = book["会员信息采集"]
    assert sheet["C3"].value == UNION
    for place, value in (("C4", "60"), ("G4", "9"), ("C5", "79010"), ("G5", "是")):
        sheet[place] = value
    first, second = numbers(2)
    fill(sheet, 7, ("1", "孙晓", first, "15400002221"), ("2", "钱多多", second, "1360000"))
    upload(chair, "member-collection", book, "采集表.xlsx")
    assert "未接受" in state(chair)
    assert "职工平均月收入编码错误！" in chair.text()
    chair.look("import-refused")

    sheet["G4"] = "2"
    upload(chair, "member-collection", book, "采集表二.xlsx")
    assert "手机号码：1360000为无效手机号，请填写长度为11位数字的有效手机号码。" in chair.text()

    sheet["D8"] = "15400002222"
    sheet.delete_rows(7)
    upload(chair, "member-collection", book, "采集表三.xlsx")
    assert "新增" in state(chair)
    chair.press("成功", exact=False)
    assert "钱多多" in chair.text()
