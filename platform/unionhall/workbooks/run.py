"""The work of an import job: the workbook is read into the ledger, the ledger becomes records.

Nothing is remembered here. Whoever takes the job up reads the workbook again (rows that stand in
the ledger stay), looks at the rows nobody looked at, asks about those that wait, and finishes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from time import monotonic, sleep
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from unionhall.casework import calendar
from unionhall.casework.imports import identity, review, settle, take, work
from unionhall.casework.imports.batch import Batch
from unionhall.casework.imports.take import ReadRow
from unionhall.casework.jobs import files
from unionhall.imports import selectors
from unionhall.imports.models import ImportRow, RowState
from unionhall.jobs.handlers import Beat, Cancelled, Later, Lost
from unionhall.jobs.models import Job
from unionhall.people import gateways
from unionhall.people.gateways import GatewayDown, NoIdentityCheck
from unionhall.people.models import User
from unionhall.workbooks import checks, layout, reader, result, wording
from unionhall.workbooks.raw import RawRow
from unionhall.workbooks.refusals import NotAWorkbook

PORTION: Final = 500
# A batch that waits for somebody is taken up when he decides; looked at daily all the same.
DAY: Final = 86_400.0


def run(job: Job, beat: Beat) -> Mapping[str, Any]:
    """See jobs.handlers.Handler."""
    try:
        if _is_read(job, beat):
            _work(job, beat)
            _ask(job, beat)
            if not review.passed(job, by=_worker(), now=beat.now(), hold=beat.hold):
                raise Later(DAY)
            work.apply_whole(job, by=_worker(), now=beat.now(), hold=beat.hold)
    except Lost:
        raise
    except Cancelled:
        settle.drop_rest(job)
        raise
    except NotAWorkbook as wrong:
        words = [wording.refusal(wrong)]
        take.refuse(job, words, by=_worker(), now=beat.now(), hold=beat.hold)
        # what the bound child gave up is not taken apart by the worker itself
        return {**settle.result_of(job), "workbook": ""}
    return {**settle.result_of(job), "workbook": _marked(job, beat)}


def _marked(job: Job, beat: Beat) -> str:
    """The uploaded workbook with what became of each row; "" when it cannot be written again."""
    beat.alive()
    batch, former = Batch(job, beat.now()), job.result.get("workbook")
    problems = {row.number: row.problems for row in selectors.rejected(job)}
    header = problems.pop(0, [])
    labels = dict(RowState.choices)
    states = {
        number: str(labels[state])
        for number, state in selectors.rows(job).values_list("number", "state").iterator()
    }
    try:
        with files.opened(job, ".xlsx") as path:
            data = result.write(
                path, batch.import_, problems, states, header=header, alive=beat.alive
            )
    except (NotAWorkbook, FileNotFoundError):  # the latter: its time was over
        return ""
    if former:
        files.delete(former)
    return files.save(io.BytesIO(data))


def _worker() -> User:
    return User.objects.system()


def _is_read(job: Job, beat: Beat) -> bool:
    """Whether the whole workbook stands in the ledger; False: it was refused. Each time it is
    taken up whoever handed it in needs the right: the outside check may take days. Raises
    NotAWorkbook."""
    header = selectors.header(job)
    if header is not None and header.state == RowState.REJECTED:
        return False
    common: dict[str, Any] = {"by": _worker(), "hold": beat.hold}
    if take.is_right_lost(job, beat.now()):
        take.refuse_for_right(job, now=beat.now(), **common)
        return False
    if take.is_read(job):
        return True
    with files.opened(job, ".xlsx") as path:
        batch = Batch(job, beat.now())
        with reader.read(path, batch.import_, alive=beat.alive) as rows:
            return _taken(job, batch, rows, beat)


def _taken(job: Job, batch: Batch, rows: reader.Reading, beat: Beat) -> bool:
    common: dict[str, Any] = {"by": _worker(), "hold": beat.hold}
    import_ = batch.import_
    today = timezone.localtime(beat.now()).date()
    lists = batch.codelists
    values, problems = layout.header_findings(import_, rows.head, today=today, codelists=lists)
    said = [wording.problem(import_, one, 0, union=batch.union.name) for one in problems]
    if not take.take_header(job, values, said, now=beat.now(), **common):
        return False
    header, days = dict(batch.header), calendar.known(today)
    checker = checks.Checker(import_, today=today, header=header, codelists=lists, calendar=days)
    known, count, total = selectors.last_number(job), 0, 2 * rows.total
    for portion in _portions(_judged(batch, checker, rows)):
        count += len(portion)
        fresh = [row for row in portion if row.number > known]
        if fresh:
            take.take_rows(job, fresh, now=beat.now(), **common)
        beat.progress(count, total)
    return take.end_reading(job, now=beat.now(), **common)


def _judged(batch: Batch, checker: checks.Checker, rows: Iterable[RawRow]) -> Iterator[ReadRow]:
    """Rows that stand in the ledger are judged again too: the next ones may repeat them."""
    import_, column, union = batch.import_, checks.name_column(batch.import_), batch.union.name
    for raw in rows:
        values, problems = checker.row(raw)
        name = str(values.get(column) or "")
        words = [
            wording.problem(import_, one, raw.number, name=name, union=union) for one in problems
        ]
        yield ReadRow(raw.number, values, words)


def _portions(rows: Iterator[ReadRow]) -> Iterator[list[ReadRow]]:
    portion: list[ReadRow] = []
    for row in rows:
        portion.append(row)
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _work(job: Job, beat: Beat) -> None:
    asks = not isinstance(gateways.identity(), NoIdentityCheck)
    total = selectors.counts(job).total
    beat.progress(total, 2 * total)
    while work.work_on(job, asks=asks, by=_worker(), now=beat.now(), hold=beat.hold):
        _tell(job, beat, total)


def _ask(job: Job, beat: Beat) -> None:
    """At most so many a second. Raises Later while nobody is due, or it is not the hour."""
    size = settings.IDENTITY_RATE
    total = selectors.counts(job).total
    while (again := identity.next_time(job, now=beat.now())) is not None:
        began = monotonic()
        asked = identity.due(job, size, now=beat.now())
        if not asked:
            raise Later(max((again - beat.now()).total_seconds(), 1))
        _answered(job, asked, beat)
        _tell(job, beat, total)
        sleep(max(0.0, len(asked) / size - (monotonic() - began)))


def _answered(job: Job, asked: list[identity.Asked], beat: Beat) -> None:
    gateway, good = gateways.identity(), list[ImportRow]()
    common: dict[str, Any] = {"by": _worker(), "hold": beat.hold}
    rule = Batch(job, beat.now()).import_.identity
    for one in asked:
        beat.alive()  # also after one that was waited for in vain
        try:
            verdict = gateway.verify(one.name, one.kind, one.number)
        except GatewayDown as down:
            identity.no_answer(job, one.row, down, now=beat.now(), **common)
            continue
        if identity.is_match(verdict):
            good.append(one.row)
        elif rule is not None:
            identity.disagrees(job, one.row, rule.mismatch, now=beat.now(), **common)
    if good:
        work.apply_asked(job, good, now=beat.now(), **common)


def _tell(job: Job, beat: Beat, total: int) -> None:
    beat.progress(total + selectors.counts(job).decided, 2 * total)
