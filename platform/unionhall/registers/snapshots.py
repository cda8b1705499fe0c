"""Registers as they stood at the end of a day: taken in portions, read once they are published.

A snapshot holds what was open at local midnight, whenever it is taken: what changed since is undone
by the history. Rows are copied inside the database, so that two million pass through no memory of
ours; sealed values stay sealed. Core tables: memberships only.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from unionhall.language.model import Register
from unionhall.organisation import tree
from unionhall.organisation.selectors import union_by_key
from unionhall.people import sealing
from unionhall.people.models import ACTIVE_STATES, Membership, PersonChange
from unionhall.registers.models import Record, RecordChange, Snapshot, SnapshotRow
from unionhall.registers.selectors import STATE

# Rows copied by one statement, which is one transaction.
BATCH: Final = 10_000
# Published ones that are kept; cases keep copies of their own.
KEPT: Final = 3
MEMBERSHIP: Final = "membership"

# Of what was changed since, the next step makes rows: here the state would be that of now.
_RECORDS: Final = """
INSERT INTO registers_snapshotrow (snapshot_id, union_id, person_id, record, state, "values")
SELECT %s, union_id, person_id, "key", state, "values" FROM registers_record
WHERE register = %s AND id > %s AND id <= %s AND closed_at IS NULL AND updated_at < %s
ORDER BY id
RETURNING record
"""


def newest(register_key: str, now: datetime) -> Snapshot | None:
    """The newest one that may be read at this moment."""
    published = Snapshot.objects.filter(register=register_key, published_at__lte=now)
    return published.order_by("-as_of").first()


def rows(
    snapshot: Snapshot,
    union_paths: Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
) -> QuerySet[SnapshotRow]:
    """Rows of unions at or below these paths (None: of all), in the order of their making. `where`:
    columns that equal, or are one of, plain values; `state`, `union` and `person` (keys) too.

    Sealed columns cannot be asked for: nothing equals them.
    """
    found = SnapshotRow.objects.filter(snapshot=snapshot)
    if union_paths is not None:
        found = found.filter(tree.within(union_paths, "union__path"))
    for column, value in (where or {}).items():
        wanted = list(value) if isinstance(value, list | tuple) else [value]
        found = found.filter(_condition(column, wanted))
    return found.select_related("union", "person").order_by("pk")


def begin(register: Register, as_of: datetime) -> Snapshot:
    """The snapshot of this midnight, begun when nobody has."""
    found, _made = Snapshot.objects.get_or_create(register=register.key, as_of=as_of)
    return found


@transaction.atomic
def carry_on(snapshot: Snapshot, register: Register) -> bool:
    """Copy one portion; True when that was the last one. Safe to be killed at any moment."""
    held = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    source = _memberships() if register.table else Record.objects.filter(register=register.key)
    last = list(
        source.filter(pk__gt=held.done_to).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    if last:
        copied = _copy(held, register, held.done_to, last[-1])
        Snapshot.objects.filter(pk=held.pk).update(done_to=last[-1], rows=F("rows") + copied)
    snapshot.refresh_from_db()
    return len(last) < BATCH


def publish(snapshot: Snapshot, at: datetime) -> bool:
    """From `at` on it is read; older ones go. False when somebody else has done it."""
    waiting = Snapshot.objects.filter(pk=snapshot.pk, published_at=None)
    return waiting.update(published_at=at) == 1


def drop_old(register_key: str, now: datetime) -> int:
    """Delete published ones beyond the newest KEPT, a portion of rows at a time."""
    published = Snapshot.objects.filter(register=register_key, published_at__lte=now)
    gone = 0
    for old in published.order_by("-as_of")[KEPT:]:
        gone += _drop(old)
    unfinished = Snapshot.objects.filter(register=register_key, published_at=None)
    for old in unfinished.filter(as_of__lt=now - timedelta(days=1)):
        gone += _drop(old)
    return gone


def _drop(snapshot: Snapshot) -> int:
    """One portion of its rows, then itself. By a range: a list of ids is too long for SQLite."""
    rows = SnapshotRow.objects.filter(snapshot=snapshot)
    last = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if last:
        rows.filter(pk__lte=last[-1]).delete()
    if len(last) < BATCH:
        snapshot.delete()
    return len(last)


def _copy(snapshot: Snapshot, register: Register, after: int, to: int) -> int:
    if register.table:
        return _copy_memberships(snapshot, after, to)
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(snapshot.as_of)
        cursor.execute(_RECORDS, [snapshot.pk, register.key, after, to, moment])
        copied = {key for (key,) in cursor.fetchall()}
    changed = Record.objects.filter(
        register=register.key,
        pk__gt=after,
        pk__lte=to,
        updated_at__gte=snapshot.as_of,
        created_at__lt=snapshot.as_of,
    )
    made = [
        _as_it_was(record, register, snapshot)
        for record in changed.select_related("union").iterator(500)
        if record.key not in copied  # changed between the two statements
    ]
    undone = [row for row in made if row is not None]
    SnapshotRow.objects.bulk_create(undone, batch_size=500)
    return len(copied) + len(undone)


def _as_it_was(record: Record, register: Register, snapshot: Snapshot) -> SnapshotRow | None:
    """The record with its later changes undone; None when it was closed then."""
    values, state, is_open = dict(record.values), record.state, record.closed_at is None
    later = RecordChange.objects.filter(record=record, at__gte=snapshot.as_of).order_by("-id")
    for change in later:
        values = {k: v for k, v in values.items() if k not in change.after} | change.before
        state = change.state_before or state
        is_open = not _is_end(register, state)
    if not is_open:
        return None
    union, key = record.union, values.get("union")
    if union is not None and key is not None and union.key != key:
        union = union_by_key(key)  # it has moved since
    return SnapshotRow(
        snapshot=snapshot,
        union=union,
        person_id=record.person_id,
        record=record.key,
        state=state,
        values=values,
    )


def _is_end(register: Register, state: str) -> bool:
    return len(register.states) > 1 and state == register.states[-1]


def _memberships() -> QuerySet[Membership]:
    return Membership.objects.all()


def _copy_memberships(snapshot: Snapshot, after: int, to: int) -> int:
    held = _memberships().filter(pk__gt=after, pk__lte=to).select_related("person", "union")
    before = _changed_since(snapshot.as_of, after, to)
    copied = 0
    batch: list[SnapshotRow] = []
    for membership in held.order_by("pk").iterator(1000):
        row = _row_of(membership, snapshot, before.get(membership.person_id))
        if row is not None:
            batch.append(row)
        if len(batch) == 1000:
            copied += len(SnapshotRow.objects.bulk_create(batch))
            batch = []
    return copied + len(SnapshotRow.objects.bulk_create(batch))


def _changed_since(moment: datetime, after: int, to: int) -> dict[int, list[PersonChange]]:
    """Changes of memberships since, by person, the oldest first."""
    people = _memberships().filter(pk__gt=after, pk__lte=to).values("person")
    rows = PersonChange.objects.filter(field=MEMBERSHIP, at__gte=moment, person__in=people)
    found: dict[int, list[PersonChange]] = {}
    for row in rows.order_by("id"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _row_of(
    held: Membership, snapshot: Snapshot, later: list[PersonChange] | None
) -> SnapshotRow | None:
    state, until = held.state, held.until.isoformat() if held.until else None
    for change in later or ():
        after = _facts(change.sealed_after)
        if (after.get("union"), after.get("since")) != (held.union.key, held.since.isoformat()):
            continue
        before = _facts(change.sealed_before)
        if not before:
            return None  # it began later
        state, until = str(before["state"]), before.get("until")
        break
    if state not in ACTIVE_STATES:
        return None
    return SnapshotRow(
        snapshot=snapshot,
        union_id=held.union_id,
        person_id=held.person_id,
        record=f"{held.person.key}-{held.pk}",
        state=state,
        values={
            "person": held.person.key,
            "union": held.union.key,
            "name": held.person.name,
            "number": held.number,
            "since": held.since.isoformat(),
            "until": until,
            "is_active": True,
        },
    )


def _facts(sealed: bytes | memoryview) -> dict[str, Any]:
    text = sealing.unseal(sealed)
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def _condition(column: str, wanted: Collection[Any]) -> Q:
    plain = [value for value in wanted if isinstance(value, str | int | float | bool)]
    if column == STATE:
        return Q(state__in=[value for value in plain if isinstance(value, str)])
    if column in ("union", "person"):
        return Q(**{f"{column}__key__in": [value for value in plain if isinstance(value, str)]})
    found = Q(pk__in=())
    for value in plain:
        found |= Q(**{f"values__{column}": value})
    return found
