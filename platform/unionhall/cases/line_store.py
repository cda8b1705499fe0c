"""Writing the lines of a case. Called by `casework` alone, within the turn on the case.

Everything comes in bulk: a case may have thirty thousand lines. Decides nothing and checks nothing
but that the same line is not there twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Max, Q, QuerySet

from unionhall.cases.line_selectors import OUT, lines_of
from unionhall.cases.models import Case, CaseLine, LineKey, LineState
from unionhall.registers.update_each import update_each

BATCH = 1_000
One = TypeVar("One")


class TooMany(Exception):
    """More lines than the definition allows; roll back."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """`values` with sensitive ones sealed; `digest` makes it this line; `person_id` of people."""

    digest: str
    values: Mapping[str, Any]
    name: str = ""
    record: str = ""
    person_id: int | None = None
    problems: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """What became of one line: its state, why, and what the stage has to say of it."""

    line: CaseLine
    state: str
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WantedKey:
    line_id: int
    name: str
    digest: str


def add(case: Case, rows: Iterable[NewLine], most: int) -> int:
    """How many came in: lines that are there already are passed over. Raises TooMany."""
    number = lines_of(case).aggregate(last=Max("number"))["last"] or 0
    # all of them once: asked for by portions, a planner without statistics reads them each time
    known = set(lines_of(case).values_list("digest", flat=True))
    added = 0
    for some in _batched(rows):
        given = {row.digest: row for row in reversed(some)}
        fresh = [row for row in some if row.digest not in known and given[row.digest] is row]
        known |= given.keys()
        CaseLine.objects.bulk_create(
            [_line(case, number + place, row) for place, row in enumerate(fresh, start=1)]
        )
        number += len(fresh)
        added += len(fresh)
        if case.line_count + added > most:
            raise TooMany
    _count(case)
    return added


def remove(case: Case, wanted: Q) -> int:
    """Take lines out of a draft for good. How many went."""
    gone = lines_of(case).filter(wanted)
    LineKey.objects.filter(line__in=gone).delete()
    count = gone.delete()[0]
    _count(case)
    return count


def put_problems(case: Case, found: Mapping[int, Sequence[Mapping[str, Any]]]) -> None:
    """Problems of the last checks, by the number of the row in the database; lines that are not
    named have none. Only what changed is written."""
    troubled = lines_of(case).exclude(problems=[])
    before = dict(troubled.values_list("pk", "problems"))
    healed = [pk for pk in before if pk not in found]
    for some in _batched(healed):
        lines_of(case).filter(pk__in=some).update(problems=[], is_blocked=False)
    changed = [
        CaseLine(pk=pk, problems=list(told), is_blocked=_blocks(told))
        for pk, told in found.items()
        if before.get(pk) != list(told)
    ]
    update_each(changed, ["problems", "is_blocked"])


def put_verdicts(case: Case, stage: str, verdicts: Iterable[LineVerdict]) -> None:
    """States, reasons, and values of the stage laid over those it has."""
    changed = []
    for verdict in verdicts:
        line = verdict.line
        line.state, line.reason = verdict.state, verdict.reason[:500]
        if verdict.values:
            told = {**line.stage_values.get(stage, {}), **verdict.values}
            line.stage_values = {**line.stage_values, stage: told}
        changed.append(line)
    update_each(changed, ["state", "reason", "stage_values"])


def move(case: Case, states: Collection[str], to: str) -> int:
    """All lines of these states into another, without their reasons."""
    return lines_of(case).filter(state__in=states).update(state=to, reason="")


def hold_keys(case: Case, wanted: Iterable[WantedKey]) -> list[WantedKey]:
    """Make the lines hold exactly these exclusive keys. Those another line holds are answered.

    In the order of the digests, so that two cases wait for each other in one direction only.
    """
    _keys_of(case).delete()
    every = sorted(wanted, key=lambda key: (key.digest, key.name))
    for some in _batched(every):
        LineKey.objects.bulk_create(
            [
                LineKey(line_id=key.line_id, process=case.process, name=key.name, digest=key.digest)
                for key in some
            ],
            ignore_conflicts=True,
        )
    # what is not ours now another line held; asked once, by the case and not by the keys
    mine = set(_keys_of(case).values_list("line_id", "name", "digest"))
    return [key for key in every if (key.line_id, key.name, key.digest) not in mine]


def release_keys(case: Case, names: Collection[str] | None = None) -> None:
    held = _keys_of(case)
    (held if names is None else held.filter(name__in=names)).delete()


def release_failed(case: Case) -> None:
    _keys_of(case, LineState.FAILED).delete()


def _keys_of(case: Case, *states: LineState) -> QuerySet[LineKey]:
    """By a query within: a join would be deleted by the ids of all keys it finds, one by one."""
    lines = lines_of(case)
    return LineKey.objects.filter(line__in=lines.filter(state__in=states) if states else lines)


def _line(case: Case, number: int, row: NewLine) -> CaseLine:
    return CaseLine(
        case=case,
        number=number,
        person_id=row.person_id,
        record=row.record,
        values=dict(row.values),
        name_search=row.name[:120],
        digest=row.digest,
        problems=list(row.problems),
        is_blocked=_blocks(row.problems),
    )


def _blocks(problems: Iterable[Mapping[str, Any]]) -> bool:
    return any(problem.get("level") != "warn" for problem in problems)


def _count(case: Case) -> None:
    case.line_count = lines_of(case).exclude(state__in=OUT).count()
    Case.objects.filter(pk=case.pk).update(line_count=case.line_count)


def _batched(rows: Iterable[One]) -> Iterator[list[One]]:
    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield some
