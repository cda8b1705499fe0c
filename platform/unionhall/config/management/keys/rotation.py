"""Sealing anew with the newest key what older keys sealed, while the site runs.

Each batch is read, locked, read again and written in a transaction of its own: a writer beside it
waits or is waited for, and a run that was killed goes on where it stopped, because what is done
is told by the values themselves. A writer may bring an old token back that it read before, so
passes are made until one finds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from unionhall.config.management.keys.places import Place, all_places, changed, key_ids
from unionhall.people import sealing

BATCH = 200
MOST_PASSES = 10


@dataclass
class Tally:
    """What a rotation did: rows by table, and values no key of the ring opens."""

    rows: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)


def rotate(batch: int = BATCH) -> Tally:
    """Seal everything with the newest key. Again is harmless."""
    tally = Tally()
    for _ in range(MOST_PASSES):
        tally.unreadable.clear()
        if not sum(_table(place, batch, tally) for place in all_places()):
            break
    return tally


def status() -> dict[str, Counter[str]]:
    """Column -> key id -> how many values it sealed."""
    found: dict[str, Counter[str]] = {}
    for place in all_places():
        for row in place.rows.values_list(*place.columns).iterator(chunk_size=BATCH):
            for name, value in zip(place.columns, row, strict=True):
                ids = Counter(key_ids(value))
                if ids:
                    column = f"{place.model._meta.db_table}.{name}"
                    found.setdefault(column, Counter()).update(ids)
    return found


def _table(place: Place, batch: int, tally: Tally) -> int:
    """Rotate one table; returns how many rows were changed."""
    done = 0
    for keys in _due(place, batch):
        with transaction.atomic():
            rows = place.model._base_manager.select_for_update().filter(pk__in=keys)
            for row in rows.order_by("pk").values("pk", *place.columns):
                done += _row(place, row, tally)
    return done


def _due(place: Place, batch: int) -> Iterator[list[Any]]:
    """Primary keys of rows under an older key, by the batch; reads without locking."""
    last: Any = None
    while True:
        rows = place.rows if last is None else place.rows.filter(pk__gt=last)
        found = list(rows.values_list("pk", *place.columns)[:batch])
        if not found:
            return
        last = found[-1][0]
        due = [row[0] for row in found if any(_is_due(one) for one in row[1:])]
        if due:
            yield due


def _is_due(value: Any) -> bool:
    newest = sealing.newest_key_id()
    return any(one != newest for one in key_ids(value))


def _row(place: Place, row: dict[str, Any], tally: Tally) -> bool:
    table = place.model._meta.db_table
    new = {}
    for name in place.columns:
        if not _is_due(row[name]):
            continue
        again = changed(row[name], lambda raw: _sealed_anew(raw, table, tally))
        if again != row[name]:
            new[name] = again
    if not new:
        return False
    place.model._base_manager.filter(pk=row["pk"]).update(**new)
    tally.rows[table] += 1
    return True


def _sealed_anew(raw: bytes, table: str, tally: Tally) -> bytes:
    if sealing.key_id_of(raw) == sealing.newest_key_id():
        return raw
    try:
        return sealing.seal(sealing.unseal(raw))
    except sealing.Unreadable:
        tally.unreadable[table] += 1
        return raw
