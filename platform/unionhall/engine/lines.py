"""Lines of a case: what they hold, what is wrong with each, what each one writes.

Reads nothing by itself: facts come from the caller's `ask`, many questions at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from unionhall.engine.effects import writes_of
from unionhall.engine.facts import PREFIX, Question
from unionhall.engine.many import Candidate, Item, LineAsking, PickAsking
from unionhall.engine.names import FAILURES
from unionhall.engine.paths import is_absent, read, write
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import LineWrites, Refused, RegisterWrite
from unionhall.language.masks import mask
from unionhall.language.model import Check, Fact, Lines, Process

AskMany = Callable[[Sequence[Question]], Sequence[Any]]
_SLOT = re.compile(r"\{item\.([\w.]+)\}")


def values_of(asking: PickAsking, record: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a line picked from this record; what errs or is absent stays absent."""
    candidate = Candidate(record)
    values: dict[str, Any] = {}
    for path, source in asking.lines.values.items():
        try:
            value = asking.ask(source, candidate)
        except FAILURES:
            continue
        if not is_absent(value):
            write(values, path, value)
    return values


def lock_of(asking: PickAsking, record: Mapping[str, Any]) -> str:
    """Why this record cannot be chosen, blank when it can. What errs locks nothing by itself: the
    checks of the line still stand."""
    lock = asking.lines.picker.lock
    if lock is None:
        return ""
    try:
        reason = asking.ask(lock, Candidate(record))
    except FAILURES:
        return ""
    return reason if isinstance(reason, str) else ""


def ask_facts(asking: LineAsking, items: Sequence[Item], ask: AskMany) -> None:
    """Answer the facts of many lines, one fact after the other: each may read those before it.

    As for the form: with an absent value nothing is asked, a failure makes the fact null.
    """
    for fact in asking.lines.facts:
        questions: list[Question] = []
        waiting: list[Item] = []
        for item in items:
            where = _where(asking, fact, item)
            if where is None or any(is_absent(value) for value in where.values()):
                item.facts[fact.key] = False if where is not None and fact.op == "exists" else None
            else:
                questions.append(Question(fact.key, fact.op, fact.source, where, fact.column))
                waiting.append(item)
        if questions:
            for item, answer in zip(waiting, ask(questions), strict=True):
                item.facts[fact.key] = answer


def problems_of(asking: LineAsking, item: Item, *, final: bool) -> tuple[Problem, ...]:
    """What is wrong with one line; its facts were asked. A check that reads an entry of the form
    that is not there yet waits, unless it is `final` (submission); what errs blocks."""
    lines, schema = asking.lines, asking.leaves
    found = [
        Problem("required", path, {"title": str(schema.get(path, {}).get("title", path))})
        for path in asking.required
        if is_absent(read(item.values, path))
    ]
    for check in lines.checks:
        if not final and _waits(asking, check):
            continue
        path = check.paths[0].removeprefix("item.") if check.paths else ""
        try:
            if check.when is not None and asking.ask(check.when, item) is False:
                continue
            if asking.ask(check.assertion, item) is not True:
                text = _worded(check.message, item, schema)
                found.append(Problem("check", path, {"key": check.key}, text, check.level))
        except FAILURES:
            found.append(Problem("expression-failed", path, {"key": check.key}))
    return tuple(found)


def unique_of(lines: Lines, values: Mapping[str, Any], record: str) -> tuple[Any, ...]:
    """What makes it this line within its case; the record it comes from, where nothing is named."""
    return tuple(read(values, path) for path in lines.unique) or (record,)


def keys_of(
    asking: LineAsking, values: Mapping[str, Any], status: str
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """(key, values) of each exclusive rule that holds in this status and is fully answered."""
    for rule in asking.lines.exclusive:
        if status not in rule.statuses:
            continue
        found = tuple(
            read(values, path.removeprefix("item.")) if path.startswith("item.")
            else asking.names.get(path)
            for path in rule.paths
        )  # fmt: skip
        if not any(is_absent(value) for value in found):
            yield rule.key, found


def writes_of_lines(
    process: Process, due: LineWrites, items: Iterable[Item]
) -> Iterator[tuple[RegisterWrite, ...]]:
    """The writes of each line, in order. Raises Refused("expression-failed")."""
    asking = LineAsking(process, due.answers, due.world)
    for item in items:
        try:
            yield writes_of(due.effects, partial(_asked, asking, item))
        except FAILURES as failure:
            raise Refused("expression-failed", at="effect") from failure


def subject_of(asking: LineAsking, item: Item) -> str | None:
    """The key of the person a line is about."""
    if asking.lines.subject is None:
        return None
    try:
        key = asking.ask(asking.lines.subject, item)
    except FAILURES:
        return None
    return key if isinstance(key, str) and key else None


def _asked(asking: LineAsking, item: Item, source: str) -> Any:
    return asking.ask(source, item)


def _where(asking: LineAsking, fact: Fact, item: Item) -> dict[str, Any] | None:
    try:
        return {column: asking.ask(source, item) for column, source in fact.where.items()}
    except FAILURES:
        return None


def _waits(asking: LineAsking, check: Check) -> bool:
    asked = check.assertion, check.when
    if asked not in asking.waits:
        asking.waits[asked] = _reads_absent(asking, check)
    return asking.waits[asked]


def _reads_absent(asking: LineAsking, check: Check) -> bool:
    read_ = asking.reads(check.assertion) | asking.reads(check.when)
    facts = {name.removeprefix(PREFIX) for name in read_ if name.startswith(PREFIX)}
    for fact in asking.lines.facts:
        if fact.key in facts:
            for source in fact.where.values():
                read_ |= asking.reads(source)
    return any(is_absent(asking.names.get(name)) for name in read_ if name.startswith("form."))


def _worded(message: str, item: Item, schema: Mapping[str, Any]) -> str:
    def said(slot: re.Match[str]) -> str:
        value = read(item.values, slot.group(1))
        kind = schema.get(slot.group(1), {}).get("x-sensitive")
        return "" if value is None else mask(str(value), kind) if kind else str(value)

    return _SLOT.sub(said, message)
