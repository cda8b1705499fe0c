"""The outside check of name against document: who is due, and what the answer makes of a row.

Asking itself stands outside of any transaction. A row that was asked about when the worker died is
asked about again; no answer is not a wrong answer: it is tried again later, a few times.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from unionhall.casework import calendar
from unionhall.casework.imports.batch import Batch
from unionhall.casework.imports.take import Hold
from unionhall.engine import import_rows
from unionhall.engine.import_rows import Finding
from unionhall.imports import selectors, store
from unionhall.imports.models import ImportRow, RowState
from unionhall.jobs.models import Job
from unionhall.language.model import IdentityCheck
from unionhall.people import documents
from unionhall.people.gateways import GatewayDown, Verdict
from unionhall.people.models import User

# After so long it is asked again, the first time after the first try; then it timed out.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 240))
# What says it is closed in its hours is left alone for so long.
CLOSED = timedelta(minutes=10)


class Asked(NamedTuple):
    """What is asked about a row."""

    row: ImportRow
    name: str
    kind: str
    number: str


def due(job: Job, size: int, *, now: datetime) -> list[Asked]:
    """Rows to ask about now; none outside of the hours."""
    batch = Batch(job, now)
    rule = batch.import_.identity
    if rule is None or not calendar.is_open(now, rule.window):
        return []
    return [_asked(batch, rule, row) for row in selectors.due(job, now, size)]


def next_time(job: Job, *, now: datetime) -> datetime | None:
    """When somebody is to be asked next; None when no row waits for an answer."""
    first = selectors.next_due(job)
    rule = Batch(job, now).import_.identity
    if first is None or rule is None:
        return None
    return calendar.next_opening(max(first, now), rule.window)


def disagrees(job: Job, row: ImportRow, code: str, *, by: User, now: datetime, hold: Hold) -> None:
    """Reject a pending row with an entry of the catalogue."""
    _check(by)
    with transaction.atomic():
        hold()
        batch = Batch(job, now)
        for one in selectors.locked([row], RowState.PENDING):
            column = batch.import_.identity.document if batch.import_.identity else ""
            names = batch.row_names(one)
            words = import_rows.words(batch.import_, Finding(code, column), one.number, names)
            store.reject([(one, [words])])


def no_answer(
    job: Job, row: ImportRow, down: GatewayDown, *, by: User, now: datetime, hold: Hold
) -> None:
    """Try again later; closed is no try, refused and too many tries end it as a timeout."""
    _check(by)
    rule = Batch(job, now).import_.identity
    assert rule is not None
    if down.code == "closed":
        again = calendar.next_opening(now + CLOSED, rule.window)
        _put_off(row, again, tried=False, hold=hold)
    elif down.is_final or row.tries >= len(PAUSES):
        disagrees(job, row, rule.timeout, by=by, now=now, hold=hold)
    else:
        pause = max(PAUSES[row.tries], down.wait or timedelta())
        _put_off(row, now + pause, tried=True, hold=hold)


def is_match(verdict: Verdict) -> bool:
    """Only a clear no refuses: rare characters the other side cannot write are not a mistake of
    the union (X3-33), and without a register of people nobody was asked."""
    return verdict != Verdict.MISMATCH


def _put_off(row: ImportRow, due_at: datetime, *, tried: bool, hold: Hold) -> None:
    with transaction.atomic():
        hold()
        store.put_off(row, due_at, tried=tried)


def _asked(batch: Batch, rule: IdentityCheck, row: ImportRow) -> Asked:
    values = batch.unsealed(row.values)
    number = str(values.get(rule.document) or "")
    kind = documents.kind_told_by(number) or documents.RESIDENT_CARD
    return Asked(row, str(values.get(rule.name) or ""), kind, number)


def _check(by: User) -> None:
    if not by.is_system:
        raise PermissionError("only the platform itself works through a workbook")
