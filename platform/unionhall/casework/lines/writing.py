"""The writes of an outcome in their order, those per line evaluated and written in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from unionhall.cases import line_selectors
from unionhall.cases.models import CaseLine
from unionhall.casework import lengthy
from unionhall.casework.context import Context
from unionhall.casework.core import writing as core
from unionhall.casework.core.ground import Ground
from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.registers import writing
from unionhall.casework.registers.writing_many import Broken, write_many
from unionhall.casework.sentences import from_engine
from unionhall.definitions import selectors as definitions
from unionhall.engine.lines import writes_of_lines
from unionhall.engine.shapes import LineWrites, RegisterWrite, Writes
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.people.models import Person
from unionhall.registers import columns
from unionhall.registers import store as registers
from unionhall.registers import store_bulk as bulk

Due = list[tuple[RegisterWrite, Person | None]]
# fewer than these are not worth a statement of their own
FEW = 4


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
        found = Sheet(context, due.answers, due.world)
        for some in [lines] if lines is not None else _standing(context):
            _write_portion(found, due, ground, some)


def _write_portion(
    found: Sheet, due: LineWrites, ground: Ground, lines: Sequence[CaseLine]
) -> None:
    by_register: dict[str, Due] = {}
    try:
        evaluated = writes_of_lines(found.context.process, due, map(found.item, lines))
        for line, writes in zip(lines, evaluated, strict=True):
            for one in writes:
                by_register.setdefault(one.register, []).append((one, line.person))
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal
    for register, writes_ in by_register.items():
        if (
            len(writes_) <= FEW
            or core.is_core(register)
            or not _together(register, writes_, ground)
        ):
            _one_by_one(writes_, ground)


def _together(register: str, due: Due, ground: Ground) -> bool:
    """All in a few statements; False when one of them cannot be done, and nothing was."""
    try:
        write_many(
            [bulk.Item(write, ground.union, person) for write, person in due],
            definitions.register(register),
            ground,
        )
    except (Broken, registers.RegisterError, columns.BadValue, definitions.NotPublished):
        return False
    return True


def _one_by_one(due: Iterable[tuple[RegisterWrite, Person | None]], ground: Ground) -> None:
    """So that what is wrong is said in the words of the register."""
    for write, person in due:
        writing.write(write, replace(ground, person=person))


def _standing(context: Context) -> Iterator[Sequence[CaseLine]]:
    every = line_selectors.portions(context.case, line_selectors.STANDING)
    return lengthy.portions(every, context.case.line_count)
