"""Hand in a workbook to be imported: kept under its digest, once at a time for each union."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import IO

from django.db import transaction

from unionhall import audit
from unionhall.casework import calendar
from unionhall.casework.imports import consenting
from unionhall.casework.imports.batch import KIND, may_import
from unionhall.casework.imports.sentences import outside_hours, refused
from unionhall.casework.jobs import files
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.casework.refusals import NotYours
from unionhall.definitions import selectors as definitions
from unionhall.jobs.models import Job
from unionhall.language.model import Import
from unionhall.organisation.selectors import union_by_key
from unionhall.people.models import User

# As long people may download the result, or try rows again.
KEEP = timedelta(days=30)
LONGEST_NAME = 150
PIECE = 1024 * 1024


def start(
    import_key: str,
    union_key: str,
    upload: IO[bytes],
    *,
    file_name: str,
    by: User,
    now: datetime,
    consents: Collection[str] = (),
    address: str | None = None,
    agent: str = "",
) -> Job:
    """The upload was inspected before. Outside of the hours it waits for them, or is refused.
    `consents`: keys of what was ticked.

    Raises NotYours, Refused: import-consent-needed, import-outside-hours, import-open (the same
    file).
    """
    revision, import_ = _definition(import_key)
    union = union_by_key(union_key)
    if union is None or not may_import(by, import_, union):
        raise NotYours
    agreed = consenting.agreed(import_, consents)
    run_at = _begins(import_, now)

    digest = _digest(upload)
    stored_name = files.save(upload)
    with transaction.atomic():
        job = enqueue(
            KIND,
            by=by,
            now=now,
            about=import_.key,
            union=union,
            values={"revision": revision, "digest": digest, "consents": agreed},
            dedupe=f"{import_.key}:{union.key}:{digest}",
            run_at=run_at,
            file_name=_name(file_name),
            stored_name=stored_name,
            keep=KEEP,
        )
        if job.stored_name != stored_name:  # the same file is on its way
            files.delete(stored_name)
            raise refused("import-open")
        consenting.keep(import_, agreed, by=by, now=now, address=address, agent=agent)
        values = {"deed": "handed in", "import": import_.key, "union": union.name}
        values |= consenting.told(agreed)
        audit.record("import", by=by, now=now, about=f"job:{job.key}", values=values)
    return job


def _definition(key: str) -> tuple[int, Import]:
    try:
        revision = definitions.current(KIND, key)
    except definitions.NotPublished as unknown:
        raise NotYours from unknown
    return revision.number, definitions.import_of(revision)


def _begins(import_: Import, now: datetime) -> datetime | None:
    """When it is taken up; None: at once."""
    if import_.window is None or calendar.is_open(now, import_.window):
        return None
    if import_.outside_window == "reject":
        raise outside_hours(import_.window)
    return calendar.next_opening(now, import_.window)


def _digest(upload: IO[bytes]) -> str:
    found = hashlib.sha256()
    upload.seek(0)
    while piece := upload.read(PIECE):
        found.update(piece)
    upload.seek(0)
    return found.hexdigest()


def _name(given: str) -> str:
    """As the person sees it, without what no database or header takes."""
    name = "".join(sign for sign in given if sign.isprintable())
    name = name.encode("utf-8", "replace").decode().replace("/", "_").replace("\\", "_").strip()
    return name[-LONGEST_NAME:] or "workbook.xlsx"
