"""History of a person: each changed field with its values sealed, on what ground, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from unionhall.people import sealing
from unionhall.people.models import Person, PersonChange, User

LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """In clear: whoever shows it masks it."""

    field: str
    before: str
    after: str
    basis: str
    by: User
    at: datetime


def keep(
    person: Person, field: str, before: str, after: str, *, basis: str, by: User, now: datetime
) -> None:
    keep_many([(person, field, before, after, basis)], by=by, now=now)


def keep_many(
    changes: Iterable[tuple[Person, str, str, str, str]], *, by: User, now: datetime
) -> None:
    """(person, field, before, after, basis) of each, in one statement."""
    PersonChange.objects.bulk_create(
        PersonChange(
            person=person,
            field=field,
            sealed_before=sealing.seal(before),
            sealed_after=sealing.seal(after),
            basis=basis[:LONGEST_BASIS],
            by=by,
            at=now,
        )
        for person, field, before, after, basis in changes
    )


def of(person: Person, limit: int = 100) -> list[Change]:
    """Newest first."""
    rows = person.changes.select_related("by__person").order_by("-id")[:limit]
    return [
        Change(
            row.field,
            sealing.unseal(row.sealed_before),
            sealing.unseal(row.sealed_after),
            row.basis,
            row.by,
            row.at,
        )
        for row in rows
    ]
