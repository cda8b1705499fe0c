"""Verdicts on single lines, by a person or by an outside system, while their case waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from unionhall.cases import line_selectors, line_store, sealed
from unionhall.cases.line_store import LineVerdict
from unionhall.cases.models import CaseLine, LineState
from unionhall.casework.context import Context
from unionhall.casework.core.ground import Ground
from unionhall.casework.lines import sheet
from unionhall.casework.lines.writing import write_all
from unionhall.casework.sentences import from_engine
from unionhall.engine.effects import done_of
from unionhall.engine.shapes import Refused as EngineRefused
from unionhall.language.model import Stage
from unionhall.people.models import User

PASSED, FAILED = "passed", "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`line`: the key of a line, or its number as text. `values`: what else was said of it
    (`answer.*` in expressions); what bears the name of a sealed column of the lines is sealed."""

    line: str
    passed: bool
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """`ignored`: lines that had their verdict already; `unknown`: names of no line of this case;
    `tally`: lines by state as they stand now."""

    applied: int
    ignored: int
    unknown: tuple[str, ...]
    tally: Mapping[str, int]


def apply(context: Context, verdicts: Sequence[Verdict], *, by: User) -> Applied:
    """Inside the turn of whoever decides or brings the answer, at the stage the case stands at.

    The first verdict on a line stands; effects of `passed` and `failed` are done for those that
    got theirs now. Raises Refused (a register said no): then roll back.
    """
    stage = context.process.stage(context.case.stage)
    known = _lines(context, [one.line for one in verdicts])
    made: dict[int, LineVerdict] = {}
    unknown: list[str] = []
    ignored = 0
    for one in verdicts:
        line = known.get(one.line)
        if line is None:
            unknown.append(one.line)
        elif line.state != LineState.OPEN or line.pk in made:
            ignored += 1
        else:
            state = LineState.PASSED if one.passed else LineState.FAILED
            told = sealed.sealed_line(context.process, one.values)
            made[line.pk] = LineVerdict(line, state, one.reason.strip(), told)
    line_store.put_verdicts(context.case, stage.key, made.values())
    for moment, state in ((PASSED, LineState.PASSED), (FAILED, LineState.FAILED)):
        _effects(context, stage, moment, [m.line for m in made.values() if m.state == state], by)
    tally = asdict(line_selectors.counts(context.case))
    return Applied(len(made), ignored, tuple(unknown), tally)


def begin(context: Context, *, again: bool) -> None:
    """A stage with a verdict per line is entered: what passed so far waits for this one's; with
    `again` what failed is sent round, too."""
    states = (LineState.PASSED, LineState.FAILED) if again else (LineState.PASSED,)
    line_store.move(context.case, states, LineState.OPEN)


def _lines(context: Context, named: Sequence[str]) -> Mapping[str, CaseLine]:
    """Lines by the names they were given: one query for keys, one for numbers."""
    numbers = [name for name in named if name.isascii() and name.isdecimal() and len(name) < 10]
    found: dict[str, CaseLine] = {}
    rows = line_selectors.by_numbers(context.case, [int(name) for name in numbers])
    by_number = {line.number: line for line in rows}
    found |= {name: by_number[int(name)] for name in numbers if int(name) in by_number}
    keys = [name for name in named if name not in found]
    return found | {line.key: line for line in line_selectors.by_keys(context.case, keys)}


def _effects(
    context: Context, stage: Stage, moment: str, lines: Sequence[CaseLine], by: User
) -> None:
    if not lines or not stage.effects.get(moment):
        return
    found = sheet.of_submission(context)
    try:
        done = done_of(context.process, stage, moment, found.answers, found.world)
    except EngineRefused as refusal:
        raise from_engine(refusal) from refusal
    case = context.case
    ground = Ground(
        by, context.now, case.key, case.key, context.place.union, case.person, case.number or ""
    )
    write_all(context, done.writes, ground, lines)
