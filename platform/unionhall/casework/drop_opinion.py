"""Drop a stock opinion: the record closes, its history stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from permissions import gate
from unionhall.casework.keep_opinion import TEXT
from unionhall.casework.refusals import NotYours
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.people.models import User
from unionhall.registers import selectors, store
from unionhall.registers.models import Record


def drop_opinion(register: str, record_key: str, *, by: User, now: datetime) -> None:
    """Raises NotYours: of other people, of unions where one holds no right, of the platform,
    or dropped already."""
    with transaction.atomic():
        record = selectors.record_by_key(register, record_key)
        if record is None or record.closed_at is not None or not _is_own(record, by):
            raise NotYours
        try:
            found = definitions.register(register)
        except definitions.NotPublished as missing:
            raise NotYours from missing

        match = {TEXT: record.values.get(TEXT)}
        for name, owner in (("person", record.person), ("union", record.union)):
            if owner is not None:
                match[name] = owner.key
        store.apply(RegisterWrite("close", register, match, {}), found, union=None, by=by, now=now)


def _is_own(record: Record, by: User) -> bool:
    if record.person_id is not None:
        return record.person_id == by.person_id
    return record.union_id in {union.pk for union in gate.staff_unions(by)}
