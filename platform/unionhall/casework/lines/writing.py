"""The writes of an outcome in their order, those per line evaluated and written in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from unionhall.cases import line_selectors
from unionhall.cases.models import CaseLine
from unionhall.casework.context import Context
from unionhall.casework.core.ground import Ground
from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.registers import writing
from unionhall.casework.sentences import from_engine
from unionhall.engine.lines import writes_of_lines
from unionhall.engine.shapes import LineWrites, Writes
from unionhall.engine.shapes import Refused as EngineRefused

Portions = Iterable[Sequence[CaseLine]]


def write_all(
    context: Context, writes: Writes, ground: Ground, lines: Sequence[CaseLine] | None = None
) -> None:
    """`lines`: those the writes per line are about; None: all that still go the way of the case.

    Raises Refused, as `registers.writing.write`: then roll back.
    """
    for due in writes:
        if not isinstance(due, LineWrites):
            writing.write(due, ground)
            continue
        for some in [lines] if lines is not None else _standing(context):
            _write_portion(context, due, ground, some)


def _write_portion(
    context: Context, due: LineWrites, ground: Ground, lines: Sequence[CaseLine]
) -> None:
    found = Sheet(context, due.answers, due.world)
    try:
        done = list(writes_of_lines(context.process, due, map(found.item, lines)))
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal
    for line, writes in zip(lines, done, strict=True):
        for one in writes:
            writing.write(one, replace(ground, person=line.person))


def _standing(context: Context) -> Iterator[list[CaseLine]]:
    return line_selectors.portions(context.case, line_selectors.STANDING)
