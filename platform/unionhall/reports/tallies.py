"""Several capped counts of tasks in one statement.

Written by hand: a page of the office shows a handful of these numbers, and asking for them one
by one, each built by the ORM, used to be a third of what the page cost. Every part stops at the
cap, so it reads at most that many entries of one partial index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import connection

from unionhall.cases.models import Task
from unionhall.reports.paging import CAP, Count
from unionhall.reports.standing import Reach

# The words of the partial indexes of Task. Ended without anybody deciding is in none.
CONDITIONS = {
    "waiting": "done_at IS NULL",
    "done": "done_at IS NOT NULL AND outcome <> ''",
    "returned": "is_awaited",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Tasks of a process within reach; of one stage when it is named."""

    process: str
    reach: Reach
    state: Literal["waiting", "done", "returned"] = "waiting"
    stage: str = ""


def tally(places: Sequence[Place], cap: int = CAP) -> list[Count]:
    """How many there are in each place, up to the cap. One query, none for no places."""
    if not places:
        return []
    parts: list[str] = []
    values: list[str | int] = []
    for number, place in enumerate(places):
        condition, wanted = _condition(place)
        parts.append(
            # only names from this module are written into it; what varies is bound
            f"(SELECT count(*) FROM (SELECT 1 FROM {Task._meta.db_table} "  # noqa: S608  # nosec
            f"WHERE {condition} LIMIT {cap + 1}) part{number})"
        )
        values += wanted
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        found = cursor.fetchone()
    return [Count(min(value, cap), value > cap) for value in found]


def _condition(place: Place) -> tuple[str, list[str | int]]:
    by_permission: dict[str, list[int]] = {}
    for union, permission in place.reach.pairs:
        by_permission.setdefault(permission, []).append(union)
    words = [CONDITIONS[place.state], "process = %s"]
    values: list[str | int] = [place.process]
    if place.stage:
        words.append("stage = %s")
        values.append(place.stage)
    reached = ["1 = 0"]
    for permission, unions in by_permission.items():
        reached.append(f"(permission = %s AND union_id IN ({', '.join(['%s'] * len(unions))}))")
        values += [permission, *unions]
    words.append(f"({' OR '.join(reached[1:] or reached)})")
    return " AND ".join(words), values
