"""Numbers of cases: one sequence per process and scope, without gap or double.

The increment is part of the caller's transaction: a submission that is rolled back gives its
number back, because the next one waits for it.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

from unionhall.cases.models import Sequence
from unionhall.engine import numbering
from unionhall.language.model import Process

# One statement on both databases: makes the row, or takes it up under its lock.
NEXT = (
    f"INSERT INTO {Sequence._meta.db_table} (scope, last) VALUES (%s, %s) "  # nosec B608 - our table
    "ON CONFLICT (scope) DO UPDATE "
    f"SET last = {Sequence._meta.db_table}.last + excluded.last RETURNING last"
)


def next_number(process: Process, day: date) -> str:
    """The next number of a process on this day. One query; to be asked as late as possible, for
    others of the same scope wait until the transaction ends."""
    scope = f"{process.key}:{numbering.scope_value(process.numbering, day)}"
    return numbering.number(process.numbering, day, take(scope))


def take(scope: str, count: int = 1) -> int:
    """Take up the sequence of a scope; its first number is 1. The last of the `count` numbers that
    are the caller's now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [scope, count])
        row = cursor.fetchone()
    return int(row[0])
