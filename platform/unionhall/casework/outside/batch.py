"""What a dispatch hands over: the columns of the definition, line by line, in clear.

Read in portions, so that thirty thousand lines are never in memory at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from unionhall.cases import line_selectors, sealed, selectors
from unionhall.cases.models import Dispatch, LineState
from unionhall.casework.context import Context
from unionhall.casework.lines import sheet
from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.outside.gateways import Batch, BatchRow
from unionhall.engine.many import Item
from unionhall.engine.names import FAILURES, Names, ask
from unionhall.language.model import Outside

# of these nothing was said yet
ASKED = (LineState.OPEN,)


def batch_of(context: Context, dispatch: Dispatch) -> Batch:
    """Of a case at its external stage. `rows` reads the database while it is walked."""
    case, process = context.case, context.process
    stage = process.stage(dispatch.stage)
    assert stage.outside is not None
    union = context.place.union
    return Batch(
        key=dispatch.key,
        hook=dispatch.hook,
        number=case.number or "",
        title=process.title,
        union=union.name if union else "",
        columns=tuple(stage.outside.columns),
        rows=Rows(context, stage.outside, per_line=bool(stage.lines)),
    )


class Rows:
    """The lines that are still asked about; may be walked again."""

    def __init__(self, context: Context, outside: Outside, *, per_line: bool) -> None:
        self.context, self.outside, self.per_line = context, outside, per_line

    def __iter__(self) -> Iterator[BatchRow]:
        return self._lines() if self.per_line else self._whole()

    def _lines(self) -> Iterator[BatchRow]:
        found = sheet.of_submission(self.context)
        for lines in line_selectors.portions(self.context.case, ASKED):
            for line in lines:
                values = self._values(partial(_asked_of, found, found.item(line)))
                yield BatchRow(line.key, line.number, values)

    def _whole(self) -> Iterator[BatchRow]:
        context = self.context
        submission = selectors.latest_submission(context.case)
        if submission is None:
            return
        answers = sealed.unsealed(context.process, submission.answers)
        names = Names(answers, context.world(submission.facts))
        yield BatchRow("", 1, self._values(partial(self._asked, names)))

    def _asked(self, names: Names, source: str) -> Any:
        return ask(self.context.process, source, names)

    def _values(self, asked: Callable[[str], Any]) -> dict[str, Any]:
        """What errs stays blank: the other side says then that something is missing."""
        found: dict[str, Any] = {}
        for column, source in self.outside.columns.items():
            try:
                found[column] = asked(source)
            except FAILURES:
                found[column] = None
        return found


def _asked_of(found: Sheet, item: Item, source: str) -> Any:
    return found.asking.ask(source, item)
