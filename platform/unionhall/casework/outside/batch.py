"""What a dispatch hands over: the columns of the definition, line by line, in clear.

Read in portions, so that thirty thousand lines are never in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from unionhall.cases import line_selectors, sealed, selectors
from unionhall.cases.models import CaseLine, Dispatch, LineState
from unionhall.casework.context import Context
from unionhall.casework.outside.gateways import Batch, BatchRow
from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.world import World
from unionhall.language.model import Outside
from unionhall.language.schema import sensitive_paths
from unionhall.people import sealing

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
        rows=Rows(context, stage.outside, has_lines=bool(stage.lines)),
    )


class Rows:
    """Walks the lines that are still asked about; may be walked again."""

    def __init__(self, context: Context, outside: Outside, *, has_lines: bool) -> None:
        self.context, self.outside, self.has_lines = context, outside, has_lines

    def __iter__(self) -> Iterator[BatchRow]:
        context = self.context
        submission = selectors.latest_submission(context.case)
        if submission is None:
            return
        answers = sealed.unsealed(context.process, submission.answers)
        world = context.world(submission.facts)
        if not self.has_lines:
            yield BatchRow("", 1, self._values(answers, world))
            return
        for lines in line_selectors.portions(context.case, ASKED):
            for line in lines:
                known = replace(world, item=self._item(line))
                yield BatchRow(line.key, line.number, self._values(answers, known))

    def _item(self, line: CaseLine) -> Mapping[str, Any]:
        lines = self.context.process.lines
        return sealing.unseal_values(line.values, sensitive_paths(lines.schema) if lines else ())

    def _values(self, answers: Mapping[str, Any], world: World) -> dict[str, Any]:
        names = Names(answers, world)
        found: dict[str, Any] = {}
        for column, source in self.outside.columns.items():
            try:
                found[column] = ask(self.context.process, source, names)
            except FAILURES:
                found[column] = None
        return found
