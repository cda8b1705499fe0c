"""Reading registers: questions of definitions, and lists for pages.

Sealed columns leave here sealed; whoever shows them unseals and masks them, and logs it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from unionhall.engine.facts import Question
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import is_findable
from unionhall.people.models import Person
from unionhall.registers import sources, terms
from unionhall.registers.asking import ask
from unionhall.registers.models import Record, RecordChange, RecordTerm
from unionhall.registers.tables import TABLES

STATE = "state"


# Of more values than this the terms lead to the records, and not every record to its terms
MANY = 20


@dataclass(frozen=True)
class Page:
    """`after` is what to ask with for the rows that follow; None at the end."""

    records: list[Record]
    after: int | None


def answer(question: Question) -> Any:
    """Answer a question of a definition, from a core table, a provider or a register.

    Registers: closed records count only when `where` names a `state`. Maps of records carry
    their columns, `state` and `id`; sealed columns stay sealed, compare them with `where`.
    Raises UnknownColumn (core tables), TooMany.
    """
    provider = sources.provider(question.source)
    if provider is not None:
        return provider(question)
    if question.source in TABLES:
        return TABLES[question.source].answer(question)
    resolved = sources.resolved(question.source)
    if resolved is not None:
        return resolved(question)
    rows = find(question.source, question.where)
    return ask(question.op, rows, read, question.column)


def find(register: str, where: Mapping[str, Any]) -> QuerySet[Record]:
    """Records whose columns equal (or are one of) the values; open ones unless state is asked."""
    return Record.objects.filter(fitting(register, where))


def fitting(register: str, where: Mapping[str, Any]) -> Q:
    """The condition of `find`."""
    condition = Q(register=register)
    if STATE not in where:
        condition &= Q(closed_at__isnull=True)
    for path, value in where.items():
        wanted = list(value) if isinstance(value, list | tuple) else [value]
        if path == STATE:
            condition &= Q(state__in=[v for v in wanted if isinstance(v, str)])
        else:
            condition &= Q(has_term(register, path, wanted))
    return condition


def truth(condition: Q) -> Case:
    """Whether it holds, as a column: where no planner can use it to find the records in another
    way, which it would for a value that thirty thousand of them share."""
    return Case(When(condition, then=Value(True)), default=Value(False))


def has_term(register: str, path: str, values: Iterable[Any]) -> Exists | Q:
    """A condition on Record: the column has one of the values."""
    digests = [terms.term(register, path, v) for v in values if terms.is_findable(v)]
    if not digests:
        return Q(pk__in=())
    found = RecordTerm.objects.filter(digest__in=digests)
    if len(digests) > MANY:
        return Q(pk__in=found.values("record"))
    return Exists(found.filter(record=OuterRef("pk")))


def read(record: Record) -> dict[str, Any]:
    """A record as expressions see it."""
    return {**record.values, STATE: record.state, "id": record.key}


def records(
    register: str,
    *,
    unions: Q | None = None,
    union: Union | None = None,
    person: Person | None = None,
    platform: bool = False,
    where: Mapping[str, Any] | None = None,
    states: Collection[str] | None = None,
    after: int | None = None,
    size: int = 20,
) -> Page:
    """A page of a register, newest first, with owners loaded. One query.

    `union`, `person`, `platform` add up (a list of stock opinions is of all three); none of them
    is no restriction. `unions` is a further condition on Record (a scope of the gate).
    """
    rows = find(register, {**(where or {}), **({STATE: list(states)} if states else {})})
    owners = Q(pk__in=())
    if union is not None:
        owners |= Q(union=union)
    if person is not None:
        owners |= Q(person=person)
    if platform:
        owners |= Q(union__isnull=True, person__isnull=True)
    if union is not None or person is not None or platform:
        rows = rows.filter(owners)
    if unions is not None:
        rows = rows.filter(unions)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("union", "person").order_by("-pk")[: size + 1])
    return Page(found[:size], found[size - 1].pk if len(found) > size else None)


def record_by_key(register: str, key: object) -> Record | None:
    if not is_findable(key):
        return None
    rows = Record.objects.select_related("union", "person")
    return rows.filter(register=register, key=key).first()


def history(record: Record) -> list[RecordChange]:
    """Every change, oldest first, with its author."""
    return list(record.changes.select_related("by__person").order_by("id"))
