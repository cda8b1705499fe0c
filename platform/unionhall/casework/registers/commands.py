"""Commands that ran already: the same page sent twice does its deed once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from unionhall.casework.registers.sentences import refused
from unionhall.people.models import User
from unionhall.registers.models import Record, RecordCommand

LONGEST = 64


class Repeated(Exception):
    """This very command ran before; `record` is what it was done to, None for a core table."""

    def __init__(self, record: Record | None) -> None:
        super().__init__()
        self.record = record


def check(by: Any, now: Any, key: str | None) -> None:
    """Raises TypeError and ValueError for a caller's mistakes, Refused for a key nobody made."""
    if not isinstance(by, User):
        raise TypeError("a verb needs by=: the system is an actor too")
    if not isinstance(now, datetime) or now.tzinfo is None:
        raise ValueError("a verb needs now=: a moment with its time zone")
    if key is not None and (len(key) > LONGEST or not (key.isascii() and key.isprintable())):
        raise refused("bad-key")


def once(by: User, key: str | None) -> None:
    """Use the key up, first of all: the same command beside it waits here for the end of this one.

    Inside the transaction of the command. Raises Repeated when it ran before.
    """
    if not key:
        return
    try:
        with transaction.atomic():
            RecordCommand.objects.create(user=by, key=key)
    except IntegrityError as used:
        found = RecordCommand.objects.select_related("record").get(user=by, key=key)
        raise Repeated(found.record) from used


def finish(by: User, key: str | None, record: Record | None) -> None:
    """Remember what it was done to."""
    if key and record is not None:
        RecordCommand.objects.filter(user=by, key=key).update(record=record)
