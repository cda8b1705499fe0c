"""Answering the same question about many lines in a few queries.

The questions are one fact of a definition: one source, one form, the same columns; only values
differ. What cannot be asked together (providers, code lists, columns nobody may read) is asked one
by one, equal questions once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unionhall.engine.facts import Question
from unionhall.registers import sources, terms
from unionhall.registers.models import Record, RecordTerm
from unionhall.registers.selectors import STATE, answer, fitting, read, truth
from unionhall.registers.tables import TABLES

AT_ONCE = 400
# made once: `json.dumps` makes one for each question
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode


def answers(questions: Sequence[Question]) -> list[Any]:
    """As `selectors.answer` of each, in their order."""
    known: dict[str, Any] = {}
    for some in _portions(_different(questions)):
        known |= _asked(some)
    return [known[_name(question)] for question in questions]


def _asked(some: dict[str, Question]) -> dict[str, Any]:
    first = next(iter(some.values()))
    varying = sorted(
        column
        for column in first.where
        if len({repr(question.where[column]) for question in some.values()}) > 1
    )
    if len(some) > 1 and all(_is_plain(q.where[c]) for q in some.values() for c in varying):
        if _is_register(first.source) and STATE not in varying:
            return _of_register(some, first, varying)
        if first.source in TABLES and sources.provider(first.source) is None:
            columns = TABLES[first.source].columns
            if all(column in columns and columns[column][1] for column in varying):
                return _of_table(some, first, varying)
    return {name: answer(question) for name, question in some.items()}


def _of_register(
    some: Mapping[str, Question], first: Question, varying: Sequence[str]
) -> dict[str, Any]:
    """Terms lead from values to records: one query for each column that differs."""
    fixed = {column: value for column, value in first.where.items() if column not in varying}
    held: dict[str, set[int]] | None = None
    for column in varying:
        wanted: dict[str, list[str]] = defaultdict(list)
        for name, question in some.items():
            value = question.where[column]
            if terms.is_findable(value):
                wanted[terms.term(first.source, column, value)].append(name)
        found = RecordTerm.objects.filter(digest__in=list(wanted))
        hits: dict[str, set[int]] = {name: set() for name in some}
        for digest, record in found.values_list("digest", "record_id"):
            for name in wanted[digest]:
                hits[name].add(record)
        held = hits if held is None else {name: held[name] & hits[name] for name in some}
    everything = set().union(*(held or {}).values())
    rows = Record.objects.filter(pk__in=everything)
    rows = rows.annotate(fits=truth(fitting(first.source, fixed)))
    if first.op in ("exists", "count"):
        there = {pk for pk, fits in rows.values_list("pk", "fits") if fits}
        counted = {name: len(ids & there) for name, ids in (held or {}).items()}
        return {n: c > 0 if first.op == "exists" else c for n, c in counted.items()}
    by_pk: dict[int, Record] = {record.pk: record for record in rows if record.fits}
    return {
        name: _answer(first, [read(by_pk[pk]) for pk in sorted(ids & by_pk.keys())])
        for name, ids in (held or {}).items()
    }


def _of_table(
    some: Mapping[str, Question], first: Question, varying: Sequence[str]
) -> dict[str, Any]:
    """All rows that any of the questions could mean, sorted out by what is read of them."""
    table = TABLES[first.source]
    rows = table.rows()
    for column, value in first.where.items():
        listed = value if isinstance(value, list | tuple) else [value]
        if column in varying:
            listed = list({question.where[column] for question in some.values()})
        rows = rows.filter(table.columns[column][0](list(listed)))
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("pk"):
        seen = table.read(row)
        grouped[tuple(seen[column] for column in varying)].append(seen)
    return {
        name: _answer(first, grouped.get(tuple(q.where[c] for c in varying), []))
        for name, q in some.items()
    }


def _answer(question: Question, rows: list[dict[str, Any]]) -> Any:
    match question.op:
        case "exists":
            return bool(rows)
        case "count":
            return len(rows)
        case "first":
            return rows[0] if rows else None
        case "list":
            return rows[:100]
    values = [row.get(question.column or "") for row in rows]
    return sum(v for v in values if isinstance(v, int) and not isinstance(v, bool))


def _different(questions: Sequence[Question]) -> dict[str, Question]:
    return {_name(question): question for question in questions}


def _portions(questions: dict[str, Question]) -> Iterator[dict[str, Question]]:
    items = list(questions.items())
    for start in range(0, len(items), AT_ONCE):
        yield dict(items[start : start + AT_ONCE])


def _name(question: Question) -> str:
    return _encode(dict(question.where))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _is_register(source: str) -> bool:
    return (
        source not in TABLES
        and sources.provider(source) is None
        and sources.resolved(source) is None
    )
