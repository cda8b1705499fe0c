"""Whether the cells of a register are complete, and making them anew when its lists changed.

A record gets its cells with every write. Another definition may sort or search by other columns:
then the records that are there get theirs little by little, and lists that would need them go
without until it is done.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from unionhall.language.model import Register
from unionhall.registers import cells, columns, indexed
from unionhall.registers.models import Record, RecordCell, RegisterIndex

BATCH: Final = 500
# Records made over in one go: the worker has other things to do.
MOST: Final = 20_000


def is_ready(register: Register) -> bool:
    """Whether every record has the cells that the lists of this definition use."""
    row = RegisterIndex.objects.filter(register=register.key).first()
    return row is not None and row.done_to is None and row.columns == list(cells.wanted(register))


def catch_up(register: Register, most: int = MOST) -> int:
    """Make missing cells, at most `most` records at once. Returns how many records were given
    theirs; called again it goes on. Each batch is a transaction."""
    if register.table:
        return 0
    wanted = list(cells.wanted(register))
    row, _made = RegisterIndex.objects.get_or_create(
        register=register.key, defaults={"columns": wanted, "done_to": 0}
    )
    if row.columns != wanted:
        row.columns, row.done_to = wanted, 0
        row.save(update_fields=["columns", "done_to"])
    done = 0
    while row.done_to is not None and done < most:
        done += _batch(register, row)
    return done


@transaction.atomic
def _batch(register: Register, row: RegisterIndex) -> int:
    later = Record.objects.filter(register=register.key, pk__gt=row.done_to)
    records = list(later.select_for_update().order_by("pk")[:BATCH])
    ids = [record.pk for record in records]
    RecordCell.objects.filter(record__in=ids).delete()
    found = []
    for record in records:
        plain = columns.unsealed(register, record.values)
        found.append((record, cells.cells_of(register, plain, record.state)))
    indexed.add_cells(found)
    row.done_to = ids[-1] if len(ids) == BATCH else None
    row.save(update_fields=["done_to"])
    return len(ids)
