"""The invariants of safety.md over a whole database: `broken()` names what does not hold.

Reads records only and believes no selector that the product decides with, except the engine's
replay. I1 state, I2 journal, I5 answers, I6 files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage

from unionhall.cases import sealed
from unionhall.cases.models import Attachment, Case, CaseStatus, Decision, Submission
from unionhall.definitions.selectors import process_of
from unionhall.engine.replay import replay

WITH_STAFF = {CaseStatus.IN_PROGRESS}


def broken() -> list[str]:
    """One line per invariant and record that does not hold; empty when all is well."""
    found: list[str] = []
    for case in Case.objects.select_related("draft", "revision"):
        found += [
            f"case {case.pk}: {line}" for line in (*_state(case), *_journal(case), *_answers(case))
        ]
    for decision in Decision.objects.select_related("task__case"):
        if decision.by_id == decision.task.case.starter_id:
            found.append(f"decision {decision.pk}: by the starter (I3)")
    for file in Attachment.objects.all():
        found += [f"file {file.pk}: {line}" for line in _file(file)]
    return found


def _state(case: Case) -> Iterator[str]:
    """I1: exactly one state; open tasks only while staff has it; closed is closed."""
    stages = {stage.key for stage in process_of(case.revision).stages}
    tasks = list(case.tasks.filter(done_at=None))
    if case.status not in CaseStatus.values:
        yield f"no such status {case.status} (I1)"
    if bool(tasks) != (case.status in WITH_STAFF and case.deleted_at is None):
        yield f"{len(tasks)} open tasks while {case.status} (I1)"
    if case.status in WITH_STAFF and (
        case.stage not in stages or {t.stage for t in tasks} != {case.stage}
    ):
        yield f"tasks and stage differ: {case.stage!r} (I1)"
    if (case.number is None) != (case.last_submission == 0):
        yield "number without submission, or the other way round (I1)"
    if case.submissions.count() != case.last_submission:
        yield "a submission is missing (I1)"
    if (case.closed_at is None) != (case.status not in ("completed", "rejected")):
        yield f"closed_at while {case.status} (I1)"


def _journal(case: Case) -> Iterator[str]:
    """I2: no gap, and it replays to what the case says."""
    entries = list(case.journal.order_by("seq"))
    if [entry.seq for entry in entries] != list(range(1, case.last_seq + 1)):
        yield "the journal has a gap (I2)"
    told = replay(entries)
    if (told.status, told.stage, told.round) != (case.status, case.stage, case.round):
        yield f"the journal says {told.status}/{told.stage}/{told.round} (I2)"
    if [e.at for e in entries] != sorted(e.at for e in entries):
        yield "the journal runs backwards (I2)"


def _answers(case: Case) -> Iterator[str]:
    """I5: what is stored opens, and what is sensitive is sealed."""
    kept = [(case.draft.answers, process_of(case.revision))]
    for one in Submission.objects.filter(case=case).select_related("revision"):
        kept.append((one.answers, process_of(one.revision)))
    for answers, process in kept:
        clear = sealed.unsealed(process, answers)
        if sealed.unsealed(process, sealed.sealed(process, clear)) != clear:
            yield "answers do not come back (I5)"
        for path in sealed.paths(process):
            value = answers.get(path)
            if value is not None and not str(value).startswith("sealed:v1:"):
                yield f"{path} lies open (I5)"


def _file(file: Attachment) -> Iterator[str]:
    """I6: it exists, is what was handed in, and nobody else's."""
    if not default_storage.exists(file.stored_name):
        yield "has no content (I6)"
        return
    with default_storage.open(file.stored_name) as stream:
        data = stream.read()
    if hashlib.sha256(data).hexdigest() != file.digest or len(data) != file.size:
        yield "is not what was handed in (I6)"
    if Attachment.objects.filter(stored_name=file.stored_name).exclude(case=file.case_id).exists():
        yield "belongs to two cases (I6)"
