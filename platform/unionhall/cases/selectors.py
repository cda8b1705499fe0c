"""Reading cases. Who may see what is not decided here (`permissions.gate`).

Answers leave in clear, for the engine; what a page shows of them is masked there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from unionhall.cases.models import (
    Attachment,
    Case,
    CaseKey,
    CaseStatus,
    CommandKey,
    Decision,
    JournalEntry,
    PendingEvent,
    Submission,
    Task,
)
from unionhall.engine.replay import Replayed, replay
from unionhall.engine.shapes import CaseState, TaskState
from unionhall.people.models import User

KEY_LENGTH = 32


def is_key(key: object) -> bool:
    """Whether a text from outside can be a key at all; NUL would be an error in PostgreSQL."""
    return (
        isinstance(key, str)
        and 0 < len(key) <= KEY_LENGTH
        and key.isascii()
        and (key.isprintable())
    )


def standing() -> QuerySet[Case]:
    """All cases that were not deleted."""
    return Case.objects.filter(deleted_at=None)


def loaded(case_key: str, *, with_starter: bool = False) -> Case | None:
    """The case with draft, revision and union. One query.

    Only what is named is joined: every further table costs more than its own look-up would. The
    body of the revision stays behind: `definitions` knows it by its digest.
    """
    joined = ("starter__person",) if with_starter else ()
    found = standing().filter(key=case_key)
    wanted = found.select_related("draft", "revision", "union", *joined)
    return next(iter(wanted.defer("revision__body")), None)


def case_by_number(number: str) -> Case | None:
    """The case of a number as people type it: capitals or not."""
    plain = number.strip().upper()
    if not plain.isascii() or not plain.isprintable():
        return None
    found = standing().filter(number=plain).select_related("starter__person", "revision")
    return next(iter(found.defer("revision__body")), None)


def case_of_guest(guest: User) -> Case | None:
    """The one application that a guest carries."""
    return standing().filter(starter=guest).order_by("id").first()


def latest_submission(case: Case) -> Submission | None:
    """Found by its number: one row of a unique index. One query, none before the first."""
    if not case.last_submission:
        return None
    found = Submission.objects.filter(case=case, number=case.last_submission)
    return next(iter(found.select_related("revision").defer("revision__body")), None)


def submissions(case: Case) -> list[Submission]:
    """The newest and the one before it, newest first."""
    if not case.last_submission:
        return []
    numbers = (case.last_submission, case.last_submission - 1)
    rows = Submission.objects.filter(case=case, number__in=numbers)
    found = rows.select_related("revision").defer("revision__body")
    return sorted(found, key=lambda one: -one.number)


def open_tasks(case: Case) -> list[Task]:
    """Open tasks with their unions; each carries `approvals`, the users who approved. Two
    queries, one when nothing is open."""
    # Sorted here: building an ORDER BY costs more than the three rows it would sort.
    found = Task.objects.filter(case=case, done_at=None).select_related("union")
    tasks = sorted(found, key=lambda task: task.pk)
    made: dict[int, list[int]] = {task.pk: [] for task in tasks}
    if any(task.quorum > 1 for task in tasks):
        rows = Decision.objects.filter(task__in=tasks).order_by("id")
        for task_id, user_id in rows.values_list("task_id", "by_id"):
            made[task_id].append(user_id)
    for task in tasks:
        task.case = case
        task.approvals = tuple(made[task.pk])  # type: ignore[attr-defined]  # of this reading
    return tasks


def deciders(case: Case) -> dict[str, frozenset[int]]:
    """Who agreed at each stage when it was decided last. One query."""
    found: dict[str, tuple[int, set[int]]] = {}
    rows = Decision.objects.filter(task__case=case, action="approve").order_by("task__round")
    for stage, number, user in rows.values_list("task__stage", "task__round", "by_id"):
        if stage not in found or found[stage][0] != number:
            found[stage] = (number, set())
        found[stage][1].add(user)
    return {stage: frozenset(users) for stage, (_number, users) in found.items()}


def state_of(
    case: Case, tasks: Iterable[Task], stage_values: object = None, **people: Any
) -> CaseState:
    """The case as the engine sees it. `stage_values` in clear; `people`: `beneficiary`, `deciders`
    where the definition asks for them."""
    return CaseState(
        status=case.status,
        stage=case.stage,
        round=case.round,
        tasks=tuple(
            TaskState(
                task.pk,
                task.union.key,
                task.permission,
                task.stage,
                task.quorum,
                getattr(task, "approvals", ()),
            )
            for task in tasks
        ),
        starter=case.starter_id,
        stages=stage_values or {},  # type: ignore[arg-type]  # mapping by stage
        **people,
    )


def attachments(case: Case) -> list[Attachment]:
    """Files that count, in the order they came in."""
    found = Attachment.objects.filter(case=case, removed_at=None)
    return sorted(found, key=lambda file: file.pk)


def attachment_by_key(key: object) -> Attachment | None:
    """Also a removed one that a submission holds: what was handed in can be looked at."""
    if not is_key(key):
        return None
    found = Attachment.objects.select_related("case__union", "case__revision__document")
    return found.filter(key=key, case__deleted_at=None).first()


def materials_digest(files: Iterable[Attachment]) -> str:
    """SHA-256 over materials and digests of the files; the same files in any order are the same."""
    lines = sorted(f"{file.material}:{file.digest}" for file in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def journal(case: Case) -> list[JournalEntry]:
    """The whole life of the case, oldest first, with unions and people."""
    return list(case.journal.select_related("union", "by__person").order_by("seq"))


def pending_events(after: int, limit: int) -> list[PendingEvent]:
    """Events nobody was told of yet, the oldest first. `after`: number of the last one seen."""
    found = PendingEvent.objects.filter(pk__gt=after).order_by("pk")
    joined = ("case__revision", "case__union", "case__starter__person", "case__person__user")
    wanted = found.select_related(*joined, "case__draft").defer("case__revision__body")
    return list(wanted[:limit])


def entries_of(event: PendingEvent) -> list[JournalEntry]:
    """The journal entries of one event, in their order."""
    found = JournalEntry.objects.filter(case_id=event.case_id)
    return sorted(
        found.filter(seq__gte=event.first, seq__lte=event.last).select_related("union"),
        key=lambda entry: entry.seq,
    )


def last_entry(case: Case, kinds: Iterable[str] | None = None) -> JournalEntry | None:
    found = case.journal.select_related("union", "by__person").order_by("-seq")
    return (found.filter(kind__in=list(kinds)) if kinds else found).first()


def replayed(case: Case) -> Replayed:
    """The state of the case by its journal alone (I2)."""
    return replay(case.journal.order_by("seq"))


def used_key(user: User, key: str) -> CommandKey | None:
    return CommandKey.objects.select_related("case").filter(user=user, key=key).first()


def key_holder(process: str, name: str, digest: str) -> Case | None:
    """The case that holds a value of an exclusive key."""
    row = CaseKey.objects.select_related("case").filter(process=process, name=name, digest=digest)
    found = row.first()
    return found.case if found else None


def attached_at(case: Case, by: User, at: datetime) -> Attachment | None:
    return case.attachments.filter(uploaded_by=by, uploaded_at=at).order_by("-id").first()


def count_drafts(user: User, process: str) -> int:
    return standing().filter(starter=user, process=process, status=CaseStatus.DRAFT).count()


def key_digest(values: Sequence[Any]) -> str:
    text = json.dumps(list(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def files_of(case: Case, submission: Submission) -> list[Attachment]:
    """The files a submission was handed in with, also those taken away since."""
    then = submission.submitted_at
    still = Q(removed_at=None) | Q(removed_at__gt=then)
    found = case.attachments.filter(still, frozen=True, uploaded_at__lte=then)
    return list(found.order_by("id"))
