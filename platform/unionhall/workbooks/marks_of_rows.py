"""What is written beside each row of a result: its number, what became of it, what was wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from unionhall.language.model import Import
from unionhall.workbooks import sizes
from unionhall.workbooks.values import column_of, letters_of

Words = Mapping[str, str]
TITLES: Final = (
    gettext_noop("Row number"),
    gettext_noop("Outcome of the row"),
    gettext_noop("Kind of error"),
    gettext_noop("Error"),
    gettext_noop("Cause"),
    gettext_noop("Remedy"),
)
WIDTHS: Final = (8, 12, 12, 48, 40, 48)
_PARTS: Final = ("type", "message", "cause", "remedy")
_ROW_OF: Final = re.compile("[0-9]+$")


class Marks:
    """`texts(row)` are the cells to be added to a row, () when nothing is known of it. `wrong`:
    places ("C7") that are coloured."""

    def __init__(
        self,
        import_: Import,
        problems: Mapping[int, Sequence[Words]],
        states: Mapping[int, str],
        header: Sequence[Words],
    ) -> None:
        self.import_, self.problems, self.states = import_, problems, states
        self.columns = {one.key: letters_of(n) for n, one in enumerate(import_.columns, 1)}
        self._cells = {one.key: one.cell for one in import_.header}
        self._above: dict[int, list[Words]] = {}
        for words in header:
            self._above.setdefault(self._row_above(words), []).append(words)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(_(title) for title in TITLES)

    def texts(self, row: int) -> tuple[str, ...]:
        if row == self.import_.head_row:
            return self.titles
        if row in self._above:
            return ("", "", *_joined(self._above[row]))
        said = self.problems.get(row, ())
        state = self.states.get(row, "")
        if not said and not state:
            return ()
        return (str(row), state, *_joined(said))

    def height(self, row: int) -> float:
        """In points, for all its lines to be seen; 0 when one line is enough."""
        if row not in self.problems and row not in self._above:
            return 0.0
        return sizes.height_of(zip(self.texts(row), WIDTHS, strict=False))

    def wrong(self, row: int) -> frozenset[str]:
        """The letters of the columns in `row` that are to be coloured."""
        if row in self._above:
            places = (self._cells.get(words.get("column", ""), "") for words in self._above[row])
            return frozenset(letters_of(column_of(place)) for place in places if place)
        keys = (words.get("column", "") for words in self.problems.get(row, ()))
        return frozenset(self.columns[key] for key in keys if key in self.columns)

    def _row_above(self, words: Words) -> int:
        found = _ROW_OF.search(self._cells.get(words.get("column", ""), ""))
        row = int(found.group()) if found else 1
        return row if row != self.import_.head_row else max(row - 1, 1)


def _joined(said: Sequence[Words]) -> tuple[str, ...]:
    """The parts of all problems, numbered when there are several; what repeats is said once."""
    return tuple(_numbered([words.get(part, "") for words in said]) for part in _PARTS)


def _numbered(texts: list[str]) -> str:
    if len(texts) < 2 or len(set(texts)) == 1:
        return texts[0] if texts else ""
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))
