"""导出申请单 (X3-37): one's own application as a workbook; of very many people by a job.

What is exported is what its pages show the applicant: the same words, the same masks. It is asked
whose it is when he asks, when it is made, and when he fetches the file.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from unionhall import audit
from unionhall.cases import selectors
from unionhall.cases.models import Case
from unionhall.casework.export_list import MOST_OPEN, SMALL
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.definitions.selectors import process_of
from unionhall.jobs.models import OPEN, Job, JobState
from unionhall.people.models import User

KIND: Final = "export-case"
FORMAT: Final = "xlsx"
_ABOUT: Final = "case:"


def export_case(case_key: str, *, by: User, now: datetime) -> Job | None:
    """None: it is small and may be written now, the export is noted. Else the job that makes it.

    Raises NotYours, Refused: too-many-exports.
    """
    case = own(case_key, by)
    if case.line_count <= SMALL:
        _record(case, by=by, now=now)
        return None
    with transaction.atomic():
        running = Job.objects.filter(by=by, kind=KIND, state__in=OPEN)
        if running.exclude(about=f"{_ABOUT}{case.key}").count() >= MOST_OPEN:
            raise refused("too-many-exports")
        return enqueue(
            KIND,
            by=by,
            now=now,
            about=f"{_ABOUT}{case.key}",
            values={"title": _title(case)},
            dedupe=f"{by.pk}:{case.key}",
        )


def own(case_key: str, by: User) -> Case:
    """Raises NotYours."""
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != by.pk:
        raise NotYours
    return case


def case_key_of(job: Job) -> str:
    return job.about.removeprefix(_ABOUT)


def fetch(job: Job, *, by: User, now: datetime) -> None:
    """He takes the file of his export; the deed is noted. Raises NotYours."""
    if job.kind != KIND or job.by_id != by.pk or job.state != JobState.DONE or not job.stored_name:
        raise NotYours
    _record(own(case_key_of(job), by), by=by, now=now)


def _record(case: Case, *, by: User, now: datetime) -> None:
    values = {"title": _title(case), "rows": case.line_count, "format": FORMAT}
    audit.record("export", by=by, now=now, about=f"{_ABOUT}{case.key}", values=values)


def _title(case: Case) -> str:
    return " ".join(filter(None, (process_of(case.revision).title, case.number)))
