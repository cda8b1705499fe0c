"""The template holds what the reader insists on, and what helps to fill it in."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tests.workbooks.books import head_problems
from tests.workbooks.collection import BRANCHES, COLLECTION, UNION, definition, document
from unionhall.workbooks import template


def opened(**how):
    import_ = how.pop("import_", COLLECTION)
    return load_workbook(io.BytesIO(template.build(import_, codelists=BRANCHES, **how)))


@pytest.mark.row("S1-09", "S1-10", "X3-20")
def test_the_untouched_template_passes_but_for_its_emptiness(tmp_path):
    data = template.build(COLLECTION, codelists=BRANCHES)
    values, problems = head_problems(tmp_path, data)
    assert (values, [one.code for one in problems]) == ({}, ["no-rows"])


@pytest.mark.row("S1-13", "S1-14", "S1-21")
def test_anchors_labels_titles_and_values():
    sheet = opened(header={"union_name": UNION})[COLLECTION.sheet]
    assert [sheet[place].value for place in ("A1", "A2", "A3", "C3")] == [
        "附件2",
        "汇总表",
        "*填报工会",
        UNION,
    ]
    titles = [cell.value for cell in sheet[6]]
    assert titles[:6] == ["序号", "*姓名", "*证件号码", "*手机号码", "证件类型", "国家/地区"]
    assert len(titles) == 13
    assert sheet.freeze_panes == "A7"
    assert sheet.merged_cells.ranges == set()


def test_every_text_column_is_text_to_its_end():
    sheet = opened()[COLLECTION.sheet]
    formats = {letters: one.number_format for letters, one in sheet.column_dimensions.items()}
    assert formats.pop("L") == "General"
    assert set(formats.values()) == {"@"}
    assert sheet.column_dimensions["A"].width == 8


def test_lists_to_choose_from():
    book = opened()
    sheet = book[COLLECTION.sheet]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    kinds = rules["E7:E50006"]
    assert kinds.type == "list"
    name, _, place = kinds.formula1.partition("!")
    first, _, last = place.replace("$", "").partition(":")
    chosen = [row[0].value for row in book[name][first:last]]
    assert chosen == [
        "居民身份证",
        "护照",
        "外国人居留许可证",
        "港澳居民来往内地通行证（香港）",
        "其他",
    ]
    assert book[name].sheet_state == "hidden"
    branches = rules["C5"].formula1.partition("!")[2].replace("$", "")
    assert [row[0].value for row in book[name][branches]] == ["鹭湾支行", "思江支行"]
    assert rules["C7:C50006"].prompt == "18 位。"


def test_the_instructions_explain_every_column_and_show_a_row():
    sheet = opened()["录入说明"]
    words = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["1.", "带 * 的必填项全部填写。"] in [row[:2] for row in words]
    assert ["C", "证件号码", "是", "18 位。"] in [row[:4] for row in words]
    assert ["E", "证件类型", "视情况"] in [row[:3] for row in words]
    assert words[-1][1] == "张晓明"
    assert ["模板版本", "2026.1"] in [row[:2] for row in words]


def test_the_mark_is_hidden_and_stands_twice():
    book = opened()
    assert [one.value for one in book.custom_doc_props.props] == ["collection@2026.1"]
    name = book.defined_names["_unionhall_template"]
    assert (name.attr_text, name.hidden) == ('"collection@2026.1"', True)


def test_a_locked_header_leaves_the_rows_free():
    sheet = opened(locked=True)[COLLECTION.sheet]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet["C3"].protection.locked
    assert not sheet.column_dimensions["B"].protection.locked
    assert not opened()[COLLECTION.sheet].protection.sheet


def test_texts_never_become_formulas():
    columns = document()["template"]["columns"]
    columns[1]["example"] = '=HYPERLINK("http://x.test")'
    book = opened(import_=definition(template={"columns": columns}), header={"union_name": "=1+1"})
    assert book[COLLECTION.sheet]["C3"].data_type == "s"
    cells = [cell for row in book["录入说明"].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_name_always_tells_its_kind():
    assert template.file_name(COLLECTION) == "工会会员信息采集汇总表.xlsx"
    assert template.file_name(definition(template={"file": "名册"})) == "名册.xlsx"


@pytest.mark.row("S1-13")
def test_where_people_are_told_to_type_a_code_the_sheet_lets_them():
    """A program refuses what its drop-down does not hold."""
    header = document()["template"]["header"]
    header[1]["example"] = "60"
    header[4]["example"] = "是"
    book = opened(import_=definition(template={"header": header}))
    rules = book[COLLECTION.sheet].data_validations.dataValidation
    lists = {str(rule.sqref): rule.formula1 for rule in rules if rule.formula1}
    places = {cell: list_.partition("!")[2].replace("$", "") for cell, list_ in lists.items()}

    def listed(cell):
        return [row[0].value for row in book["_lists"][places[cell]]]

    assert listed("C4") == ["企业", "其他", "60", "39"]
    assert listed("G5") == ["是", "否"]


def test_every_sheet_is_printed_without_a_cut_at_the_right():
    book = opened()
    for sheet in book.worksheets[:2]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_text_of_several_lines_is_seen_whole():
    header = document()["template"]["header"]
    header[0]["note"] = "请填写工会全称，" * 12
    sheet = opened(import_=definition(template={"header": header}))["录入说明"]
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "C3")
    assert sheet.row_dimensions[row].height == 5 * 15
