"""The worker's part: the file of a large export."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from unionhall.casework.export_list import Opened, opened, wish_of
from unionhall.casework.jobs import files
from unionhall.jobs.handlers import Beat, Done
from unionhall.jobs.models import Job
from unionhall.registers.rows import Row
from unionhall.web.office.exports import tables
from unionhall.workbooks.told import told

EVERY = 200


def export(job: Job, beat: Beat) -> Done:
    """Begun anew after a kill: a file nobody names is swept. Raises NotYours: the right is gone."""
    found = opened(wish_of(job), job.by)
    total = found.count()
    with tempfile.TemporaryFile(prefix=files.TEMPORARY) as out:
        telling = told(out, beat.alive)
        count = tables.write(found, _counted(found, beat, total), telling, by=job.by)
        out.seek(0)
        stored = files.save(telling)
    result = {"rows": count, "held": found.held}
    return Done(result, file_name=tables.file_name(found), stored_name=stored)


def _counted(found: Opened, beat: Beat, total: int) -> Iterator[Row]:
    """The rows, telling how far they are."""
    for number, row in enumerate(found.rows(), start=1):
        if number % EVERY == 0:
            beat.progress(number, max(total, number + 1))
        yield row
