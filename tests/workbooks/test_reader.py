"""Reading in the child: kinds told apart, marks, batches, and what its death means."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.workbooks.books import SHEET, as_excel, bent, filled, read, saved
from tests.workbooks.collection import COLLECTION, person
from unionhall.workbooks import reader
from unionhall.workbooks.limits import LIMITS
from unionhall.workbooks.raw import RawCell
from unionhall.workbooks.refusals import NotAWorkbook


def cell(folder, value, column="remark"):
    return read(folder, filled([person(**{column: value})]))[0].cells.get(column)


@pytest.mark.row("S1-54", "S1-64")
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("中文", RawCell("中文", "text")),
        (12, RawCell("12", "number")),
        (0.5, RawCell("0.5", "number")),
        (15400000001, RawCell("15400000001", "number")),
        (790101199001011234, RawCell("7.901011990010112e+17", "number")),
        (True, RawCell("true", "bool")),
        (date(2026, 3, 5), RawCell("2026-03-05", "date")),
        (
            datetime(2026, 3, 5, 9, 30, tzinfo=UTC).replace(tzinfo=None),
            RawCell("2026-03-05T09:30:00", "date"),
        ),
        ("=A1+1", RawCell("A1+1", "formula")),
        ("#N/A", RawCell("#N/A", "error")),
        ("   ", None),
    ],
)
def test_kinds_are_told_apart(tmp_path, value, expected):
    assert cell(tmp_path, value) == expected


def test_texts_in_a_part_of_their_own_read_alike(tmp_path):
    data = filled([person(serial) for serial in range(1, 6)])
    assert read(tmp_path, as_excel(data)) == read(tmp_path, data)


def test_prefixed_elements_read_alike(tmp_path):
    import re

    def prefixed(content: bytes) -> bytes:
        named = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", content)
        return named.replace(b"xmlns=", b"xmlns:x=", 1)

    data = filled([person(1), person(2)])
    assert read(tmp_path, bent(data, {SHEET: prefixed})) == read(tmp_path, data)


def test_a_formula_shared_by_many_cells_is_told_at_each(tmp_path):
    def share(content: bytes) -> bytes:
        for row, formula in (
            (7, b'<f t="shared" ref="M7:M8" si="0">B7&amp;C7</f>'),
            (8, b'<f t="shared" si="0"/>'),
        ):
            before, at, after = content.partition(b'<row r="%d"' % row)
            cells, end, rest = after.partition(b"</row>")
            added = b'<c r="M%d">%b<v>1</v></c>' % (row, formula)
            content = before + at + cells + added + end + rest
        return content

    rows = read(tmp_path, bent(filled([person(1), person(2)]), {SHEET: share}))
    assert [row.cells["remark"] for row in rows] == [
        RawCell("B7&C7", "formula"),
        RawCell("B8&C8", "formula"),
    ]


def test_empty_rows_are_left_out_wherever_they_stand(tmp_path):
    rows = read(tmp_path, filled([person(1), {}, {"remark": " "}, person(2), {}, {}]))
    assert [row.number for row in rows] == [7, 10]


def test_marks_name_the_column_or_the_whole_row(tmp_path):
    def bend(sheet):
        sheet.merge_cells("I8:J9")
        sheet.row_dimensions[10].hidden = True

    rows = read(tmp_path, filled([person(serial) for serial in range(1, 5)], bend=bend))
    assert [dict(row.marks) for row in rows] == [
        {},
        {"ethnicity": "merged"},
        {"ethnicity": "merged"},
        {"": "hidden"},
    ]


def test_the_number_of_rows_is_known_before_the_first(tmp_path):
    data = filled([person(serial) for serial in range(1, 451)])
    with reader.read(saved(tmp_path, data), COLLECTION) as rows:
        assert rows.total == 450
        assert rows.header.cells["branch"] == RawCell("79010", "text")
        assert [row.number for row in rows] == list(range(7, 457))


def many(folder, count=3_000):
    return saved(folder, filled([person(serial) for serial in range(1, count)]))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wait_seconds": 0}, "too-slow"),
        ({"file": 1_000}, "too-big"),
        ({"strings_count": 10}, "too-many-strings"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_limits_are_refusals(tmp_path, changes, code):
    path = saved(tmp_path, as_excel(many(tmp_path).read_bytes()))
    with (
        pytest.raises(NotAWorkbook) as refused,
        reader.read(path, COLLECTION, limits=replace(LIMITS, **changes)) as rows,
    ):
        list(rows)
    assert refused.value.code == code


def test_a_child_that_wants_more_memory_is_refused_it(tmp_path):
    """300,000 texts of 300 signs pack to little and fill 90 MB."""
    texts = b"".join(b"<si><t>%06d%s</t></si>" % (n, b"x" * 300) for n in range(300_000))
    hungry = as_excel(filled([person(1)]))
    hungry = bent(
        hungry, {"xl/sharedStrings.xml": lambda c: c.replace(b"</sst>", texts + b"</sst>")}
    )
    path = saved(tmp_path, hungry)
    generous = replace(LIMITS, ratio=100_000)
    with reader.read(path, COLLECTION, limits=generous) as rows:
        assert rows.total == 1
    with pytest.raises(NotAWorkbook) as refused:
        reader.read(path, COLLECTION, limits=replace(generous, memory=90 << 20))
    assert refused.value.code == "too-much-memory"


def test_a_child_that_burns_time_is_stopped(tmp_path):
    path = many(tmp_path, 60_000)
    limits = replace(LIMITS, cpu_seconds=1)
    with (
        pytest.raises(NotAWorkbook) as refused,
        reader.read(path, COLLECTION, limits=limits) as rows,
    ):
        list(rows)
    assert refused.value.code == "too-slow"


def test_a_child_killed_in_the_middle_is_a_refusal(tmp_path):
    with reader.read(many(tmp_path), COLLECTION) as rows:
        found = iter(rows)
        assert next(found).number == 7
        os.kill(rows._child.pid, 9)
        with pytest.raises(NotAWorkbook) as refused:
            list(found)
    assert refused.value.code == "reader-died"


def test_a_reading_that_is_left_leaves_no_child(tmp_path):
    with reader.read(many(tmp_path), COLLECTION) as rows:
        next(iter(rows))
        child = rows._child
    assert child.poll() is not None


def test_the_child_sees_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for children")
    with reader.read(many(tmp_path), COLLECTION) as rows:
        with open(f"/proc/{rows._child.pid}/environ", "rb") as environment:
            known = environment.read()
        list(rows)
    assert b"not for children" not in known
    assert b"PYTHONPATH" in known


def test_who_waits_for_the_child_is_asked_meanwhile(tmp_path, monkeypatch):
    """A worker keeps its lease while a large workbook is unpacked."""
    monkeypatch.setattr(reader, "_A_WHILE", 0.01)
    asked: list[int] = []
    with reader.read(many(tmp_path), COLLECTION, alive=lambda: asked.append(1)) as rows:
        assert len(asked) > 1
        assert len(list(rows)) == 2_999


def test_a_child_nobody_waits_for_any_more_is_ended(tmp_path, monkeypatch):
    class Lost(BaseException):
        pass

    def lost():
        raise Lost

    started = []
    real = reader._start
    monkeypatch.setattr(reader, "_A_WHILE", 0.01)
    monkeypatch.setattr(reader, "_start", lambda *a: started.append(real(*a)) or started[0])
    with pytest.raises(Lost):
        reader.read(many(tmp_path), COLLECTION, alive=lost)
    assert started[0].poll() is not None


def test_control_the_time_to_wait_is_one_for_all_turns(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "_A_WHILE", 0.01)
    limits = replace(LIMITS, wait_seconds=0.05)
    with pytest.raises(NotAWorkbook) as refused:
        reader.read(many(tmp_path, 20_000), COLLECTION, limits=limits, alive=lambda: None)
    assert refused.value.code == "too-slow"
