"""Columns of a queue: what the summary of each application says, under the titles of its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from unionhall.engine.plan import plan_of
from unionhall.language.model import Process
from unionhall.reports.queue import QueueRow

FORM = "form."
# more do not fit beside number, union, stage and days; what is over stands in the last
MOST = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """`titles` of the cells of every row; a single one when summaries do not fit titles."""

    titles: tuple[str, ...]
    drops: frozenset[int]
    wanted: int

    def cells(self, row: QueueRow) -> tuple[tuple[str, str], ...]:
        """(title, text): the first names the application, blank ones are blank."""
        if len(row.summary) != self.wanted:
            return _gathered(row, self.titles)
        texts = [one for at, one in enumerate(row.summary) if at not in self.drops]
        kept = [*texts[: len(self.titles) - 1], _(", ").join(texts[len(self.titles) - 1 :])]
        return tuple(zip(self.titles, kept, strict=True))


def columns_of(process: Process, rows: Sequence[QueueRow]) -> Columns:
    """Fields that are in no row but the union's name are left out: it has its own column."""
    paths = process.summary
    whole = [row.summary for row in rows if len(row.summary) == len(paths)]
    unions = [row.union for row in rows if len(row.summary) == len(paths)]
    if not whole or len(paths) < 2:
        return Columns((_("Application"),), frozenset(), len(paths))
    drops = frozenset(
        at
        for at in range(1, len(paths))
        if all(said[at] == union for said, union in zip(whole, unions, strict=True))
    )
    plan = plan_of(process, process.form)
    nodes = [plan.by_path.get(path.removeprefix(FORM)) for path in paths]
    titles = [str(node.schema.get("title", "")) if node else "" for node in nodes]
    kept = [title for at, title in enumerate(titles) if at not in drops]
    return Columns(tuple(kept[:MOST]), drops, len(paths))


def _gathered(row: QueueRow, titles: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """An application with a blank in its summary: nobody can tell which; the rest is one cell."""
    first, *rest = row.summary or (row.title,)
    rest = [one for one in rest if one != row.union]
    if len(titles) == 1:
        return ((titles[0], _(", ").join((first, *rest))),)
    cells = (_(", ").join(rest), *[""] * (len(titles) - 2))
    return tuple(zip(titles, (first, *cells), strict=True))
