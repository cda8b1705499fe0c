"""Try the rows again that failed for no fault of theirs: the outside check gave no answer.

The same batch goes on; rows with errors stay refused until a corrected workbook comes. Where all
rows are written or none, all are tried again, and only when no row has an error of its own: else
the corrected workbook as a whole is to be handed in.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall import audit
from unionhall.casework.imports.batch import batch_of
from unionhall.casework.imports.sentences import WHOLE, refused
from unionhall.casework.imports.settle import MOST_KINDS
from unionhall.casework.jobs.repeat import again as take_up
from unionhall.imports import selectors as rows
from unionhall.imports import store as ledger
from unionhall.imports.models import ImportRow
from unionhall.jobs import selectors
from unionhall.jobs.models import OPEN, Job, JobState
from unionhall.language.model import Import
from unionhall.people.models import User

ENDED = (JobState.DONE, JobState.CANCELLED)


def retry_failed(job_key: str, *, by: User, now: datetime) -> int:
    """Returns how many rows are tried again. Raises NotYours, Refused: import-not-over,
    import-nothing-to-retry."""
    job = selectors.job(job_key)
    batch = batch_of(job, by, now)
    assert job is not None
    with transaction.atomic():
        again = retriable(job, batch.import_)
        if job.state in OPEN:
            raise refused("import-not-over")
        if not again:
            raise refused("import-nothing-to-retry")
        if not take_up(job, now=now):
            raise refused("import-not-over")
        ledger.reopen(again)
        values = {"deed": "tried again", "rows": len(again)}
        audit.record("import", by=by, now=now, about=f"job:{job.key}", values=values)
    return len(again)


def retriable(job: Job, import_: Import) -> list[ImportRow]:
    """Rows that were refused for want of an answer alone; of a workbook that is written whole or
    not at all, with them those that were refused because of them."""
    if import_.identity is None or job.state not in ENDED:
        return []
    code, is_whole = import_.identity.timeout, import_.policy != "partial"
    found = job.result.get("errors")
    is_known = job.state == JobState.DONE and found is not None and len(found) < MOST_KINDS
    # so no page has to open the sentences of thirty thousand rows
    if is_known and (code not in found or (is_whole and found.keys() - {code, WHOLE})):
        return []
    refused_ = [row for row in rows.rejected(job) if row.number and row.problems]
    said = [{one["code"] for one in row.problems} for row in refused_]
    if is_whole:
        is_of_use = all(one <= {code, WHOLE} for one in said) and {code} in said
        return refused_ if is_of_use else []
    return [row for row, one in zip(refused_, said, strict=True) if one == {code}]
