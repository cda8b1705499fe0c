"""Long work over a file tells whoever holds a lease that it goes on."""

from __future__ import annotations

import io

import pytest

from tests.workbooks import programs
from tests.workbooks.books import filled, saved
from tests.workbooks.collection import COLLECTION, person
from unionhall.workbooks import exports, result, told


class Gone(BaseException):
    pass


@pytest.fixture(autouse=True)
def every_piece(monkeypatch):
    monkeypatch.setattr(told, "_PIECES", 1)
    monkeypatch.setattr(result.plain_result, "_EVERY", 1)


@pytest.mark.parametrize("kind", [lambda data: data, programs.streamed], ids=["kept", "anew"])
def test_marking_a_workbook_tells_and_stops(tmp_path, kind):
    path = saved(tmp_path, kind(filled([person(n) for n in range(1, 400)])))
    calls: list[int] = []
    result.write(path, COLLECTION, {}, {7: "已导入"}, alive=lambda: calls.append(1))
    assert len(calls) > 5

    def gone():
        raise Gone

    with pytest.raises(Gone):
        result.write(path, COLLECTION, {}, {7: "已导入"}, alive=gone)


@pytest.mark.parametrize("write", ["xlsx", "csv"])
def test_saving_an_export_tells(write):
    """All its rows are there, the file is not."""
    calls, out = [], io.BytesIO()
    stream = told.told(out, lambda: calls.append(1))
    rows = ([str(n), f"某人 {n}"] for n in range(3_000))
    columns = [exports.Column("序号"), exports.Column("姓名")]
    if write == "csv":
        exports.write_csv(columns, rows, stream)
    else:
        exports.write(columns, rows, stream, title="名单")
    assert len(calls) > 5
    assert out.getvalue()[:2] == (b"PK" if write == "xlsx" else b"\xef\xbb")
