"""What was read of the workbook goes into the ledger, a portion in one transaction each.

Reading again after a kill brings the same rows under the same numbers: those that stand there
already stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from unionhall.casework.imports.batch import Batch, may_import
from unionhall.casework.imports.sentences import SENTENCES, row_words
from unionhall.engine import import_rows
from unionhall.imports import selectors, store
from unionhall.imports.models import OPEN, RowState
from unionhall.jobs.models import Job
from unionhall.people.models import User

Hold = Callable[[], None]
Words = Mapping[str, str]


class ReadRow(NamedTuple):
    """A row as the checks left it: normal values, and what is wrong with it in words."""

    number: int
    values: Mapping[str, Any]
    problems: Sequence[Words]


def is_right_lost(job: Job, now: datetime) -> bool:
    """Whether whoever handed it in may import there no more: asked again before anything is
    written, because a file may have waited over a weekend."""
    batch = Batch(job, now)
    return not may_import(User.objects.get(pk=job.by_id), batch.import_, batch.union)


def refuse(job: Job, problems: Sequence[Words], *, by: User, now: datetime, hold: Hold) -> None:
    """The workbook as a whole is not taken: row 0 says why. Rows that were read before it turned
    out to be broken are not imported either."""
    _check(by)
    with transaction.atomic():
        hold()
        store.add_header(job, {}, list(problems), RowState.REJECTED)
        store.end_header(job, RowState.REJECTED, list(problems))
        store.end_open(job)


def refuse_for_right(job: Job, *, by: User, now: datetime, hold: Hold) -> None:
    """What is written stays; of rows that nobody decided yet each says why."""
    _check(by)
    code = "import-right-lost"
    words: list[Words] = [row_words(code, str(SENTENCES[code]))]
    if is_read(job):
        with transaction.atomic():
            hold()
            store.reject([(row, words) for row in selectors.rows(job, OPEN)])
    else:
        refuse(job, words, by=by, now=now, hold=hold)


def is_read(job: Job) -> bool:
    """Whether every row of the workbook stands in the ledger."""
    header = selectors.header(job)
    return header is not None and header.state == RowState.UNCHANGED


def take_header(
    job: Job,
    values: Mapping[str, Any],
    problems: Sequence[Words],
    *,
    by: User,
    now: datetime,
    hold: Hold,
) -> bool:
    """Keep the header; with anything wrong in it the whole workbook is refused: then False.

    The checks of the definition are made here, also beside problems of single cells."""
    _check(by)
    with transaction.atomic():
        hold()
        known = selectors.header(job)
        if known is not None:
            return known.state != RowState.REJECTED
        batch = Batch(job, now)
        all_problems = [*problems, *_checked(batch, values, problems)]
        state = RowState.REJECTED if all_problems else RowState.READ
        store.add_header(job, batch.sealed(values), all_problems, state)
    return not all_problems


def take_rows(job: Job, rows: Iterable[ReadRow], *, by: User, now: datetime, hold: Hold) -> None:
    """A few hundred rows. Nothing is decided of them yet."""
    _check(by)
    batch = Batch(job, now)
    made = [store.NewRow(row.number, batch.sealed(row.values), list(row.problems)) for row in rows]
    with transaction.atomic():
        hold()
        store.add(job, made)


def end_reading(job: Job, *, by: User, now: datetime, hold: Hold) -> bool:
    """Every row stands in the ledger. False: there is none, so the workbook is refused."""
    _check(by)
    with transaction.atomic():
        hold()
        if selectors.last_number(job):
            store.end_header(job, RowState.UNCHANGED, [])
            return True
        words = row_words("import-empty", str(SENTENCES["import-empty"]))
        store.end_header(job, RowState.REJECTED, [words])
    return False


def _checked(batch: Batch, values: Mapping[str, Any], problems: Sequence[Words]) -> list[Words]:
    import_ = batch.import_
    wrong = {one["column"] for one in problems}
    if problems and not values:  # the layout is wrong: nothing more can be said
        return []
    names = batch.with_header_facts(batch.names_of(values))
    found = import_rows.findings(import_, import_.header_checks, names, wrong)
    return [import_rows.words(import_, finding, 0, names) for finding in found]


def _check(by: User) -> None:
    if not by.is_system:
        raise PermissionError("only the platform itself works through a workbook")
