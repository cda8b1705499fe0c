"""Judge the lines of a case: all of them, a portion at a time, their facts asked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from unionhall.cases import line_selectors, line_store, selectors
from unionhall.cases.line_store import WantedKey
from unionhall.cases.models import Case, CaseStatus, CommandKey
from unionhall.casework import lengthy, turn
from unionhall.casework.answers import editable
from unionhall.casework.context import Context
from unionhall.casework.lines import sheet, wording
from unionhall.casework.lines.add import name_of
from unionhall.casework.lines.belonging import strangers
from unionhall.casework.lines.sheet import Sheet
from unionhall.casework.refusals import Invalid
from unionhall.casework.sentences import sentence
from unionhall.casework.settling import Settled
from unionhall.engine.lines import keys_of
from unionhall.engine.problem import Problem
from unionhall.people.models import User
from unionhall.registers import terms

VERB = "check_lines"
MOST_NAMED = 10
Told = dict[int, list[dict[str, Any]]]


class Blocked(Invalid):
    """Lines that cannot be handed in. `found`: all problems by line, to be kept after the
    submission was rolled back."""

    def __init__(self, problems: Sequence[Problem], found: Told) -> None:
        super().__init__("submission", sentence("submission"), problems)
        self.found = found


def _again(used: CommandKey) -> Case:
    return turn.reloaded(used)


@turn.command(VERB, _again)
def recheck(
    case_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """Ask everything of every line again and keep what is wrong beside it. Raises NotYours,
    Conflict."""
    context = editable(case_key, version, verb=VERB, key=key, by=by, now=now)
    lengthy.begin(context.case.line_count)
    found = sheet.of_draft(context)
    told, _names = _judged(found, final=False)
    line_store.put_problems(context.case, told)
    turn.finish(context.case, VERB, key, by=by, now=now)
    return context.case


def hand_in(context: Context, settled: Settled) -> None:
    """Within a submission: the lines take their exclusive keys, then everything is asked of them.

    In this order: whoever else had a person has committed before we hold his key, so the registers
    asked after it know. Raises Blocked with all that is wrong; nothing else is handed in then.
    """
    if context.process.lines is None:
        return
    found = Sheet(context, settled.state.answers, settled.world)
    count, lines = context.case.line_count, found.lines
    problems = []
    if count < lines.least:
        problems.append(wording.too_few(lines))
    if count > lines.most:
        problems.append(wording.too_many(lines))
    taken = hold(found, CaseStatus.IN_PROGRESS)
    told, names = _judged(found, final=True, taken=taken)
    if names:
        problems.append(wording.blocked(lines, names[:MOST_NAMED], len(names)))
    if problems:
        raise Blocked(problems, told)
    line_store.put_problems(context.case, told)


def keep(case_key: str, blocked: Blocked) -> None:
    """After the submission was rolled back: the list shows what was wrong with whom."""
    case = selectors.loaded(case_key)
    if case is not None:
        with transaction.atomic():
            line_store.put_problems(case, blocked.found)


def hold(found: Sheet, status: str) -> Mapping[int, str]:
    """Take the exclusive keys of a status. Those another case has: message by line."""
    case, messages = found.context.case, {one.key: one.message for one in found.lines.exclusive}
    if not any(status in one.statuses for one in found.lines.exclusive):
        line_store.release_keys(case)
        return {}
    wanted = []
    for some in line_selectors.portions(case, line_selectors.STANDING):
        for line in some:
            values = found.item(line).values
            for name, key in keys_of(found.asking, values, status):
                digest = terms.key_digest(case.process, name, key)
                wanted.append(WantedKey(line.pk, name, digest))
    missed = line_store.hold_keys(case, wanted)
    return {key.line_id: messages[key.name] for key in missed}


def _judged(
    found: Sheet, *, final: bool, taken: Mapping[int, str] | None = None
) -> tuple[Told, list[str]]:
    """(all problems by line, names of those that are blocked in the order of the list)."""
    told: Told = {}
    names: list[str] = []
    case = found.context.case
    every = line_selectors.portions(case, line_selectors.STANDING)
    for some in lengthy.portions(every, case.line_count):
        items = [found.item(line) for line in some]
        others = strangers(found.context, some)
        for line, item, problems in zip(some, items, found.judge(items, final=final), strict=True):
            if message := (taken or {}).get(line.pk):
                problems = (wording.taken(message), *problems)
            if line.pk in others:
                problems = (wording.stranger(_union(found)), *problems)
            if problems:
                told[line.pk] = wording.all_told(problems)
            if any(problem.is_blocking for problem in problems):
                names.append(name_of(found, item.values))
    return told, names


def _union(found: Sheet) -> str:
    union = found.context.place.union
    return union.name if union else ""
