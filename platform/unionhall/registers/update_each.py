"""Writing changed rows back, many at once.

One UPDATE per row, all of them sent together: building one statement out of an expression for each
value costs several times as much as the database does.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Field, Model


def update_each(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write these fields of rows of one table, which are in the database already."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for name in names if isinstance(field := meta.get_field(name), Field)]
    quote = connection.ops.quote_name
    assigned = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(meta.pk.column))
    values = [
        [
            *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
            row.pk,
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        statement = f"UPDATE {quote(meta.db_table)} SET {assigned} WHERE {key} = %s"  # nosec B608 - our own names
        cursor.executemany(statement, values)
