"""One worksheet as a stream of rows, by expat: no tree, no trust in what the sheet says of itself.

Elements are told by their local names, so strict and prefixed sheets read alike. Formulas stay
their text, whatever value was cached beside them. A document type declaration is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import IO, Any, Final
from xml.parsers import expat

from unionhall.workbooks import values
from unionhall.workbooks.refusals import NotAWorkbook

CHUNK: Final = 1 << 16
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

# Column number (1 = A) -> (text, letter of the kind, see `values.KINDS`).
Cells = dict[int, tuple[str, str]]
Take = Callable[[int, bool, Cells], None]
_TRUE: Final = ("1", "true")


class Sheet:
    """Feeds `take` with (row number, is it hidden, cells with content) in the order of the sheet.

    After `read`: `merged` holds all merged ranges as written, `hidden` the hidden columns as
    (first, last). Rows and cells must come in order, each once, as the standard wants it.
    """

    def __init__(
        self,
        strings: Sequence[str],
        dates: Collection[int],
        epoch_1904: bool,
        cell_chars: int,
        merges_count: int,
    ) -> None:
        self.strings, self.dates, self.epoch_1904 = strings, frozenset(dates), epoch_1904
        self.cell_chars, self.merges_count = cell_chars, merges_count
        self.merged: list[str] = []
        self.hidden: list[tuple[int, int]] = []
        self._shared: dict[str, tuple[str, str]] = {}
        self._row, self._column = 0, 0
        self._is_hidden = False
        self._cells: Cells = {}
        self._text = ""
        self._type = self._style = self._place = ""
        self._value: str | None = None
        self._formula: str | None = None
        self._shares = ""
        self._phonetic = False
        self._take: Take = lambda number, hidden, cells: None
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._cell, "row": self._begin_row, "v": self._begin_value,
            "t": self._begin_text, "f": self._begin_formula, "is": self._begin_value,
            "rPh": self._begin_phonetic, "mergeCell": self._merge, "col": self._col,
        }  # fmt: skip
        self._ends: dict[str, Callable[[], None]] = {
            "c": self._end_cell, "row": self._end_row, "v": self._end_value,
            "t": self._end_text, "f": self._end_formula, "rPh": self._end_phonetic,
        }  # fmt: skip

    def read(self, stream: IO[bytes], take: Take) -> None:
        """Raises NotAWorkbook for what is no sheet, far cells and rows out of order."""
        self._take = take
        self._row, self.merged, self.hidden = 0, [], []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = _refuse_declaration
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise NotAWorkbook("damaged", {"detail": f"XML, line {error.lineno}"}) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        begin = self._starts.get(name) or self._starts.get(name.rpartition(":")[2])
        if begin is not None:
            begin(attributes)

    def _end(self, name: str) -> None:
        end = self._ends.get(name) or self._ends.get(name.rpartition(":")[2])
        if end is not None:
            end()

    def _data(self, data: str) -> None:
        self._text += data
        if len(self._text) > 4 * self.cell_chars:
            raise NotAWorkbook("cell-too-long", {"row": self._row})

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = values.whole(attributes.get("r"), self._row + 1)
        if number > LAST_ROW:
            raise NotAWorkbook("far-cell", {"cell": f"A{number}"})
        if number <= self._row:
            raise NotAWorkbook("row-order", {"row": number})
        self._row, self._column, self._cells = number, 0, {}
        self._is_hidden = attributes.get("hidden") in _TRUE

    def _end_row(self) -> None:
        if self._cells:
            self._take(self._row, self._is_hidden, self._cells)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._place = attributes.get("r", "")
        self._type = attributes.get("t", "")
        self._style = attributes.get("s", "")
        self._value = self._formula = None
        self._shares = ""
        column = values.column_of(self._place) if self._place else self._column + 1
        if not 0 < column <= LAST_COLUMN:
            raise NotAWorkbook("far-cell", {"cell": self._place})
        if column <= self._column:
            raise NotAWorkbook("row-order", {"row": self._row})
        self._column = column

    def _end_cell(self) -> None:
        if self._formula is not None:
            self._cells[self._column] = (self._whole_formula(), "f")
        elif self._value is not None:
            text, kind = self._converted(self._value)
            if text.strip():
                self._cells[self._column] = (text[: self.cell_chars], kind)

    def _converted(self, value: str) -> tuple[str, str]:
        if self._type == "s":
            index = values.whole(value, -1)
            if not 0 <= index < len(self.strings):
                raise NotAWorkbook("damaged", {"detail": self._place})
            return self.strings[index], "t"
        if self._type in ("str", "inlineStr"):
            return values.unescaped(value), "t"
        is_date = bool(self._style) and values.whole(self._style, -1) in self.dates
        return values.typed(value, self._type, is_date=is_date, epoch_1904=self.epoch_1904)

    def _whole_formula(self) -> str:
        """The text of the formula; of one shared with a cell before, moved to this place."""
        formula = self._formula or ""
        if self._shares and formula:
            self._shared[self._shares] = (formula, self._place)
        elif self._shares in self._shared:
            formula = values.moved_formula(*self._shared[self._shares], self._place)
        return values.unescaped(formula)[: self.cell_chars].removeprefix("=")

    def _begin_value(self, attributes: dict[str, str]) -> None:
        self._text = ""

    def _end_value(self) -> None:
        self._value = self._text

    def _begin_text(self, attributes: dict[str, str]) -> None:
        self._text = ""

    def _end_text(self) -> None:
        if not self._phonetic:
            self._value = (self._value or "") + self._text
            if len(self._value) > 4 * self.cell_chars:
                raise NotAWorkbook("cell-too-long", {"row": self._row})

    def _begin_formula(self, attributes: dict[str, str]) -> None:
        self._text = ""
        self._shares = attributes.get("si", "") if attributes.get("t") == "shared" else ""

    def _end_formula(self) -> None:
        self._formula = self._text

    def _begin_phonetic(self, attributes: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _merge(self, attributes: dict[str, str]) -> None:
        self.merged.append(attributes.get("ref", ""))
        if len(self.merged) > self.merges_count:
            raise NotAWorkbook("too-many-merges", {"limit": self.merges_count})

    def _col(self, attributes: dict[str, str]) -> None:
        first = values.whole(attributes.get("min"), 0)
        if attributes.get("hidden") in _TRUE and len(self.hidden) < LAST_COLUMN:
            self.hidden.append((first, values.whole(attributes.get("max"), first)))


def _refuse_declaration(*_: Any) -> None:
    raise NotAWorkbook("declares-entities")
