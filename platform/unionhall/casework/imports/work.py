"""The rows of the ledger become records: looked at, asked about outside, written.

Each portion is one transaction that begins by holding the job, so a worker whose lease ran out
writes nothing; a row leaves its open state in the transaction that writes its records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from unionhall.casework.imports import writing
from unionhall.casework.imports.asking import answers
from unionhall.casework.imports.batch import Batch
from unionhall.casework.imports.sentences import whole_words
from unionhall.casework.imports.take import Hold, Words
from unionhall.engine import import_rows
from unionhall.engine.import_rows import Names
from unionhall.imports import selectors, store
from unionhall.imports.models import ImportRow, RowState
from unionhall.jobs.models import Job
from unionhall.people.models import User

CHUNK = 200


class Looked(NamedTuple):
    """A row with all it knows, and what is wrong with it (empty: it is good)."""

    row: ImportRow
    names: Names
    problems: list[Words]


def work_on(job: Job, *, asks: bool, by: User, now: datetime, hold: Hold) -> int:
    """Look at the next rows nobody looked at: reject, write, or let them wait. Returns how many;
    0 when there are none left. `asks`: whether there is somebody outside to be asked."""
    _check(by)
    with transaction.atomic():
        hold()
        rows = selectors.next_read(job, CHUNK)
        if rows:
            _settle(Batch(job, now), rows, asks)
    return len(rows)


def apply_asked(
    job: Job, rows: Sequence[ImportRow], *, by: User, now: datetime, hold: Hold
) -> None:
    """Rows whose name and document agree: looked at once more, because time went by."""
    _check(by)
    with transaction.atomic():
        hold()
        mine = selectors.locked(rows, RowState.PENDING)
        batch = Batch(job, now)
        good = _good(batch, mine)
        if batch.writes_at_once:
            writing.write_all(batch, good)
        else:
            store.wait([one.row for one in good], None)


def apply_whole(job: Job, *, by: User, now: datetime, hold: Hold) -> bool:
    """All rows that wait are written in one transaction, or none of them: then False, and each
    says why. Where only approval was waited for, each is written for itself. To be called when no
    row is left to be looked at or asked about."""
    _check(by)
    batch = Batch(job, now)
    if not selectors.has(job, RowState.PENDING):
        return True
    if batch.is_partial:
        return _apply_approved(batch, hold)
    try:
        with transaction.atomic():
            hold()
            if selectors.has(job, RowState.REJECTED):
                _refuse_rest(batch)
                return False
            waiting = list(selectors.rows(job, (RowState.PENDING,)).select_for_update())
            for first in range(0, len(waiting), CHUNK):
                good = _good(batch, waiting[first : first + CHUNK])
                writing.write_all(batch, good)
                if selectors.has(job, RowState.REJECTED):
                    raise _NotAll
    except _NotAll:
        _mark_refused(batch, hold)
        return False
    return True


def _apply_approved(batch: Batch, hold: Hold) -> bool:
    """Rows that waited for approval alone: looked at once more, and each written for itself."""
    while True:
        with transaction.atomic():
            hold()
            pending = selectors.rows(batch.job, (RowState.PENDING,)).select_for_update()
            rows = list(pending[:CHUNK])
            if not rows:
                return True
            writing.write_all(batch, _good(batch, rows))


class _NotAll(Exception):
    """A row was refused while the whole was being written."""


def _settle(batch: Batch, rows: Sequence[ImportRow], asks: bool) -> None:
    good = _good(batch, rows)
    import_ = batch.import_
    asked = [one for one in good if asks and import_rows.is_asked_outside(import_, one.names)]
    store.wait([one.row for one in asked], batch.now)
    known = {one.row.pk for one in asked}
    rest = [one for one in good if one.row.pk not in known]
    if batch.writes_at_once:
        writing.write_all(batch, rest)
    else:
        store.wait([one.row for one in rest], None)


def _good(batch: Batch, rows: Sequence[ImportRow]) -> list[Looked]:
    """Those nothing is wrong with; the others are rejected here."""
    looked = _looked(batch, rows)
    store.reject([(one.row, one.problems) for one in looked if one.problems])
    return [one for one in looked if not one.problems]


def _looked(batch: Batch, rows: Sequence[ImportRow]) -> list[Looked]:
    import_ = batch.import_
    names = [batch.row_names(row) for row in rows]
    known = import_rows.with_facts(import_, import_.facts, names, answers)
    found = []
    for row, one in zip(rows, known, strict=True):
        problems: list[Words] = list(row.problems)
        wrong = {problem["column"] for problem in problems}
        for finding in import_rows.findings(import_, import_.row_checks, one, wrong):
            problems.append(import_rows.words(import_, finding, row.number, one))
        found.append(Looked(row, one, problems))
    return found


def _refuse_rest(batch: Batch) -> None:
    said: list[Mapping[str, str]] = [whole_words()]
    pending = selectors.rows(batch.job, (RowState.PENDING, RowState.READ))
    store.reject([(row, said) for row in pending])


def _mark_refused(batch: Batch, hold: Hold) -> None:
    """The transaction that wrote the others is undone: find the rows that were refused again, by
    writing each alone and undoing it, and say of the others that they were not written."""
    with transaction.atomic():
        hold()
        waiting = list(selectors.rows(batch.job, (RowState.PENDING,)).select_for_update())
        for one in _good(batch, waiting):
            if problem := writing.try_alone(batch, one):
                store.reject([(one.row, [problem])])
        _refuse_rest(batch)


def _check(by: User) -> None:
    if not by.is_system:
        raise PermissionError("only the platform itself works through a workbook")
