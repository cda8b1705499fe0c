"""Adding rows that hang on others, many in one statement.

Without an object for each: there are a dozen to a record, and making them costs several times as
much as the database does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

AT_ONCE = 500


def insert_each(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """`rows`: texts and numbers of these fields, as the database takes them."""
    meta, quote = model._meta, connection.ops.quote_name
    fields = [field for name in names if isinstance(field := meta.get_field(name), Field)]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    begun = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES "  # nosec B608 - our own names
    one = f"({', '.join(['%s'] * len(fields))})"
    size = min(AT_ONCE, connection.ops.bulk_batch_size(fields, rows) or 1)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            values = [value for row in some for value in row]
            cursor.execute(begun + ", ".join([one] * len(some)), values)
