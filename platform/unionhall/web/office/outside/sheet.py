"""The file that goes to an outside system and comes back: its columns, and reading an answer.

One sheet for both ways: who answers fills in the result and the reason beside each line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from unionhall.casework.outside.gateways import BatchRow
from unionhall.casework.outside.reading import LONGEST, MOST_LINES, LineAnswer, too_many
from unionhall.casework.refusals import Refused
from unionhall.language.model import Import, ImportColumn, Process, Stage
from unionhall.workbooks.exports import Column
from unionhall.workbooks.reader import read
from unionhall.workbooks.refusals import NotAWorkbook

MOST_BYTES: Final = 8 << 20
MOST_NAMED = 20
YES = frozenset({"通过", "成功", "是", "yes", "ok", "y", "1", "true"})
NO = frozenset({"不通过", "失败", "否", "no", "fail", "n", "0", "false"})
QUOTE = "'"
CODE, REASON, RESULT, KEY = "code", "reason", "result", "key"


@dataclass(frozen=True, slots=True)
class Field:
    """One column; `is_answer`: who answers fills it in."""

    key: str
    title: str
    is_answer: bool = False


def fields(process: Process, stage: Stage) -> list[Field]:
    """Every column of the file, in order."""
    assert stage.outside is not None
    answers = [
        (RESULT, _("Result (通过 or 不通过)")),
        (CODE, _("Code")),
        (REASON, _("Reason of a no")),
    ]
    return [
        Field(KEY, _("Line")),
        *(Field(f"send.{key}", _title(process, source, key)) for key, source in _sent(stage)),
        *(Field(key, title, is_answer=True) for key, title in answers),
        *(
            Field(f"answer.{name}", _title(process, "", name), is_answer=True)
            for name in stage.outside.answers
        ),
    ]


def title() -> str:
    """The name of the sheet, by which an answer is found again."""
    return _("Batch")


def columns(known: Sequence[Field]) -> list[Column]:
    return [Column(one.title, 34 if one.key == KEY else 20) for one in known]


def rows(known: Sequence[Field], lines: Iterable[BatchRow]) -> Iterator[list[str]]:
    for line in lines:
        yield [_cell(one, line) for one in known]


def answers(path: Path, name: str, known: Sequence[Field]) -> list[LineAnswer]:
    """The lines of an answer file that say something.

    Raises Refused("bad-answer-file") with everything that is wrong, by its row.
    """
    is_csv = name.lower().endswith(".csv")
    found = _csv(path, known) if is_csv else _workbook(path, known)
    told: list[LineAnswer] = []
    wrong: list[str] = []
    for number, row in found:
        try:
            line = _answer(row)
        except ValueError as problem:
            wrong.append(_("row {row}: {problem}").format(row=number, problem=problem))
            continue
        if line is not None:
            told.append(line)
        if len(told) > MOST_LINES:
            raise too_many()
    if wrong:
        shown = "；".join(wrong[:MOST_NAMED])
        raise _refused(_("Nothing was taken. Please correct: {wrong}").format(wrong=shown))
    if not told:
        raise _refused(_("No line of the file has a result. Please fill in the column “Result”."))
    return told


def _answer(row: Mapping[str, str]) -> LineAnswer | None:
    """None for a line without a word. Raises ValueError in words."""
    result = row.get(RESULT, "").strip().lower()
    if not result:
        return None
    if result not in YES | NO:
        raise ValueError(_("“{result}” is neither 通过 nor 不通过").format(result=result[:20]))
    reason, code = row.get(REASON, "").strip(), row.get(CODE, "").strip()
    is_passed = result in YES
    if len(reason) > LONGEST["reason"] or len(code) > LONGEST["code"]:
        raise ValueError(_("the code or the reason is too long"))
    values = {
        key.removeprefix("answer."): value.strip()[: LONGEST["value"]]
        for key, value in row.items()
        if key.startswith("answer.") and value.strip()
    }
    return LineAnswer(row.get(KEY, "").strip()[:64], is_passed, code, reason, values)


def _csv(path: Path, known: Sequence[Field]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise _refused(_("The file is not UTF-8. Please save it as CSV UTF-8 or as xlsx.")) from (
            broken
        )
    if "\x00" in text:
        raise _refused(_("The file is no text. Please save it as CSV UTF-8 or as xlsx."))
    try:
        table = csv.reader(io.StringIO(text, newline=""), strict=True)
        keys = _keys(next(table, []), known)
        for number, cells in enumerate(table, start=2):
            plain = [cell.removeprefix(QUOTE) for cell in cells]
            yield number, dict(zip(keys, plain, strict=False))
    except csv.Error as broken:
        raise _refused(_("The file cannot be read as CSV. Please save it as xlsx.")) from broken


def _workbook(path: Path, known: Sequence[Field]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with read(path, _as_import(known)) as found:
            if not found.head.sheet:
                raise _refused(
                    _(
                        "The file has no sheet “{title}”. Please fill in the file as downloaded."
                    ).format(title=title())
                )
            _keys(list(found.head.titles), known)
            for row in found:
                yield row.number, {key: cell.text for key, cell in row.cells.items()}
    except NotAWorkbook as refusal:
        raise _refused(refusal.sentence) from refusal


def _keys(titles: Sequence[str], known: Sequence[Field]) -> list[str]:
    """The columns have to be those of the batch file, in its order."""
    wanted = [one.title for one in known]
    given = [title.removeprefix(QUOTE).strip() for title in titles]
    if given[: len(wanted)] != wanted:
        raise _refused(
            _("The columns are not those of the batch file. Please fill in the file as downloaded.")
        )
    return [one.key for one in known]


def _as_import(known: Sequence[Field]) -> Import:
    text = {"type": "string"}
    return Import(
        key="answer", title="", digest="", matter_group="", permission="", sheet=title(),
        file_name="", version="", head_row=1, errors=(), codes={}, effects=(),
        columns=tuple(ImportColumn(one.key, one.title, text) for one in known),
    )  # fmt: skip


def _sent(stage: Stage) -> Iterable[tuple[str, str]]:
    assert stage.outside is not None
    return stage.outside.columns.items()


def _title(process: Process, source: str, key: str) -> str:
    """What the definition calls the value that is sent, where it is one of its own."""
    places: list[tuple[str, Mapping[str, Any]]] = [("form.", process.form.schema)]
    if process.lines is not None:
        places.insert(0, ("item.", process.lines.schema))
    for prefix, schema in places:
        known = schema.get("properties", {})
        path = source.removeprefix(prefix) if source.startswith(prefix) else key
        if path in known:
            return str(known[path].get("title") or path)
    return key


def _cell(field: Field, line: BatchRow) -> str:
    if field.key == KEY:
        return line.key
    value = line.values.get(field.key.removeprefix("send.")) if "send." in field.key else None
    return "" if value is None else str(value)


def _refused(sentence: str) -> Refused:
    return Refused("bad-answer-file", sentence)
