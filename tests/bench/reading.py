"""Reading a workbook to import: every cell judged, beside openpyxl's bare read-only loop.

`python -m tests.bench.reading make|bare|judged <file> [rows]`: each figure in a process of its own,
so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROWS = 100_000
AIM = 40
TURNS = 2
BAD_EVERY = 10


def report(folder: Path, rows: int = ROWS) -> Iterator[str]:
    """Lines to print; the faster of two turns of each counts, taken by turns."""
    path = folder / "import.xlsx"
    _run("make", path, rows)
    yield f"\nImport: {rows:,} rows × 13 columns, 1 in {BAD_EVERY} bad, {path.stat().st_size >> 20} MB"
    found: dict[str, list[dict[str, float]]] = {"bare": [], "judged": []}
    for _ in range(TURNS):
        for what, turns in found.items():
            turns.append(_run(what, path, rows))
    bare, judged = (min(found[what], key=lambda one: one["seconds"]) for what in found)
    row = "{:<34}{:>9}{:>9}{:>11}{:>9}{:>12}"
    yield row.format("", "seconds", "rows/s", "before MB", "peak MB", "child's MB")
    for title, one in (
        ("openpyxl read-only, values only", bare),
        ("read, judged and worded", judged),
    ):
        speed = f"{one['rows'] / one['seconds']:,.0f}"
        child = f"{one['child']:.0f}" if one["child"] else ""
        memory = (f"{one['before']:.0f}", f"{one['peak']:.0f}", child)
        yield row.format(title, f"{one['seconds']:.1f}", speed, *memory)
    share = 100 * bare["seconds"] / judged["seconds"]
    yield f"{share:.0f} % of the bare speed (aim: {AIM} % or more); {judged['bad']:,.0f} rows refused"


def _run(what: str, path: Path, rows: int) -> dict[str, float]:
    line = [sys.executable, "-m", "tests.bench.reading", what, str(path), str(rows)]
    said = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(said)
    return found


def _import(rows: int) -> Any:
    from tests.workbooks.collection import definition

    return definition(max_rows=rows)


def make(path: Path, rows: int) -> dict[str, float]:
    """The template's sheet, filled in row by row; texts as openpyxl writes them, in the cells."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    from tests.workbooks.collection import HEADER
    from unionhall.workbooks.marks import PROPERTY, mark

    import_ = _import(rows)
    book = Workbook(write_only=True)
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=mark(import_)))
    sheet = book.create_sheet(import_.sheet)
    above: dict[str, str] = dict(import_.anchors)
    for one in import_.header:
        above |= {one.label_cell: one.title, one.cell: HEADER[one.key]}
    for number in range(1, import_.head_row):
        sheet.append([above.get(f"{letter}{number}") for letter in "ABCDEFG"])
    sheet.append([column.title for column in import_.columns])
    for serial in range(rows):
        sheet.append(_row(serial))
    book.save(path)
    return {"rows": rows}


def _row(serial: int) -> list[str]:
    from unionhall.config.management.demo.numbers import resident_id

    born = date(1950, 1, 1) + timedelta(days=serial // 900)
    number = resident_id(born, 1 + serial % 900)
    cells = [
        str(serial + 1), f"林{chr(0x4E00 + serial % 20_000)}", number, f"154{serial:08d}",
        "居民身份证", "中国", "男" if serial % 2 else "女", born.isoformat(), "汉族", "大学本科",
        f"鹭湾市思江区海滨路 {serial} 号", str(serial % 3), "无",
    ]  # fmt: skip
    if serial % BAD_EVERY == 0:
        place, value = _FAULTS[serial // BAD_EVERY % len(_FAULTS)]
        cells[place] = value
    return cells


_FAULTS = (
    (2, "79010119900230123X"), (2, "7901O1199001011234"), (2, "123"), (3, "1360000000"),
    (1, "张 三"), (1, ""), (4, "学生证"), (7, "2026-02-30"), (11, "12"),
    (12, "一二三四五六七八九十一二三四五六七八九十一"),
)  # fmt: skip


def bare(path: Path, rows: int) -> dict[str, float]:
    from openpyxl import load_workbook

    before, begun = _peak(), time.perf_counter()
    book = load_workbook(path, read_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    return _told(begun, rows=count, bad=0, before=before, child=0)


def judged(path: Path, rows: int) -> dict[str, float]:
    from tests.workbooks.collection import BRANCHES, TODAY
    from unionhall.workbooks import checks, layout, reader, wording

    import_ = _import(rows)
    before, begun = _peak(), time.perf_counter()
    count = bad = 0
    child = 0.0
    with reader.read(path, import_) as found:
        values, problems = layout.header_findings(
            import_, found.head, today=TODAY, codelists=BRANCHES
        )
        assert not problems, problems
        checker = checks.Checker(import_, today=TODAY, header=values, codelists=BRANCHES)
        for raw in found:
            count += 1
            _values, problems = checker.row(raw)
            bad += bool(problems)
            for problem in problems:
                wording.problem(import_, problem, raw.number)
            if count % 5_000 == 0:
                child = _peak_of(found._child.pid) or child
    return _told(begun, rows=count, bad=bad, before=before, child=child)


def _told(begun: float, **figures: float) -> dict[str, float]:
    return {"seconds": time.perf_counter() - begun, "peak": _peak(), **figures}


def _peak() -> float:
    """Megabytes this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _peak_of(process: int) -> float:
    """The same of a process that runs; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
    what, path, rows = sys.argv[1:]
    if what != "bare":
        django.setup()
    done = {"make": make, "bare": bare, "judged": judged}[what](Path(path), int(rows))
    sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
