"""An import of the matter of the matrix: one batch that waits, one with a row to be tried again."""

from __future__ import annotations

import io
import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.applications import NOW, PACK, publish
from tests.factories.workbooks import person, publish_text, workbook
from unionhall.casework.imports.batch import KIND
from unionhall.casework.jobs import files
from unionhall.casework.jobs.enqueue import enqueue
from unionhall.definitions import selectors as definitions
from unionhall.imports.models import ImportRow, RowState
from unionhall.jobs.models import Job, JobState
from unionhall.people.models import User

KEY = "handed-in"


def imports_of(user: User, union: Any) -> dict[str, str]:
    """Handed in by one person for his union."""
    doc = json.loads((PACK / "imports" / "roster.json").read_text())
    publish_text("roster-notice", User.objects.system())
    publish(
        {**doc, "key": KEY, "matter_group": "preparatory_fund", "facts": {}, "row_checks": []},
        User.objects.system(),
    )
    about = {"about": KEY, "union": union, "values": {"revision": 1}, "file_name": "名单.xlsx"}
    waiting, ended = (enqueue(KIND, by=user, now=NOW, **about) for _ in range(2))
    stored = files.save(io.BytesIO(b"x"))
    Job.objects.filter(pk=ended.pk).update(state=JobState.DONE, result={"workbook": stored})
    problem = {"code": "R32", "column": "document_no", "title": "", "type": "核验"}
    problem |= {"message": "核验超时", "cause": "没有答复", "remedy": "重试"}
    ImportRow.objects.create(job=ended, number=3, state=RowState.REJECTED, problems=[problem])
    return {"import_key": KEY, "waiting_import": waiting.key, "ended_import": ended.key}


def filled_in() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.xlsx", workbook(definitions.import_(KEY), [person(1)]))
