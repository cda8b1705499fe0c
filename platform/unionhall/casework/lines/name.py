"""Put people on the list of a draft who were pasted or came in a workbook: each is found in the
register the list is picked from, by one of the columns the definition names (`picker.match`).

Nobody is put there whom the picker would not let through, and what is not taken is told by its row,
so that it can be corrected and tried again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from unionhall.casework import lengthy, turn
from unionhall.casework.lines import records, wording
from unionhall.casework.lines.add import Added, again, name_of, opened, put
from unionhall.casework.lines.records import PORTION, Pick
from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.sentences import refused
from unionhall.organisation import naming
from unionhall.people.models import User

VERB: Final = "name_lines"
MOST_TOLD: Final = 200
# A row is a number and the texts of its cells
NamedRow = tuple[int, Sequence[str]]
_NAME_AND_NUMBER: Final = 2


@turn.command(VERB, again)
def add_named(
    case_key: str,
    rows: Sequence[NamedRow],
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Added:
    """`rows`: (number, cells) as they stood there; a first row without any digit is a heading.

    Raises NotYours, Conflict, Refused: no-match (the definition names no columns), nothing-named,
    and as `add.add`.
    """
    found = opened(case_key, version, verb=VERB, key=key, by=by, now=now)
    if not found.lines.picker.match:
        raise refused("no-match")
    wanted = rows[1:] if rows and not _has_digit(rows[0]) else rows
    if not wanted:
        raise refused("nothing-named")
    if len(wanted) > found.lines.most:
        raise wording.refused_many(found.lines)
    lengthy.begin(len(wanted))

    named = _Named(found)
    left = iter(wanted)
    portions = iter(lambda: list(islice(left, PORTION)), [])
    picks = [named.of(some) for some in lengthy.portions(portions, len(wanted))]
    added = put(found, picks, VERB, key, by=by)
    return replace(
        added,
        refused=tuple((_row(number), why) for number, why in named.told[:MOST_TOLD]),
        refused_count=len(named.told),
        left=tuple(number for number, _why in named.told),
    )


class _Named:
    """Rows become records one portion after the other. `told`: (row, why not)."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._rows: dict[str, int] = {}  # the row that named a record first
        self.told: list[tuple[int, str]] = []

    def of(self, rows: Sequence[NamedRow]) -> list[Pick]:
        texts = {cell for _number, cells in rows for cell in cells}
        keys = records.named(self._sheet, texts)
        every = {key for found in keys.values() for key in found}
        picks = {pick.key: pick for pick in records.chosen(self._sheet, sorted(every))}
        return list(self._taken(rows, keys, picks))

    def _taken(
        self, rows: Sequence[NamedRow], keys: Mapping[str, list[str]], picks: Mapping[str, Pick]
    ) -> Iterator[Pick]:
        for number, cells in rows:
            named = [keys[cell] for cell in cells if cell in keys]
            found = [key for key in named[0] if all(key in one for one in named)] if named else []
            # one that may be chosen is meant rather than one that may not
            able = [picks[key] for key in found if key in picks]
            why = self._why_not(cells, named, found, able)
            if why:
                self.told.append((number, why))
            elif (first := self._rows.setdefault(able[0].key, number)) != number:
                again = _("The same person stands in row {row} already.").format(row=first)
                self.told.append((number, again))
            else:
                yield able[0]

    def _why_not(
        self, cells: Sequence[str], named: list[list[str]], found: list[str], able: list[Pick]
    ) -> str:
        if not named:
            title = self._sheet.register.title
            return _("{register} of this union has nobody with this number.").format(register=title)
        if not found:
            return _("The numbers of this row belong to different people.")
        if not able:
            return _("The register has this person, but not in a state that can be chosen here.")
        if len(able) > 1:
            return _("Several people match. Please tick the right one.")
        if able[0].locked:
            return able[0].locked
        if self._is_another(cells, able[0]):
            return _("The register has another name for this number.")
        return ""

    def _is_another(self, cells: Sequence[str], pick: Pick) -> bool:
        """A name beside the number has to be the one that is registered."""
        names = [cell for cell in cells if not any(sign.isdigit() for sign in cell)]
        if len(cells) != _NAME_AND_NUMBER or len(names) != 1:
            return False
        return naming.plain(names[0]) != naming.plain(name_of(self._sheet, pick.values))


def _has_digit(row: NamedRow) -> bool:
    return any(sign.isdigit() for cell in row[1] for sign in cell)


def _row(number: int) -> str:
    return _("Row {row}").format(row=number)
