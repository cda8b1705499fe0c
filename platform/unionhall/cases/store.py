"""Writing cases. Called by `casework` alone, inside its transactions.

Decides nothing and checks nothing: what may be written was decided by the engine and the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import F

from unionhall.cases.entries import ANNOUNCED
from unionhall.cases.models import (
    Attachment,
    Case,
    CaseKey,
    CommandKey,
    Decision,
    Draft,
    JournalEntry,
    Look,
    MaterialVerdict,
    PendingEvent,
    Submission,
    Task,
)
from unionhall.cases.selectors import key_digest
from unionhall.definitions.models import Revision
from unionhall.engine.shapes import Entry, TaskSpec
from unionhall.messages import wake
from unionhall.organisation.models import Union
from unionhall.people.models import User


class CaseKeyTaken(Exception):
    """Another case has this value of an exclusive key. `name` is the key's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def take_turn(case_key: str, version: int | None) -> bool:
    """The compare-and-set: from here to the end of the transaction the case is ours.

    `version` None takes the turn whatever the version is. False: somebody was first, or there is
    no such case.
    """
    wanted: dict[str, Any] = {"key": case_key, "deleted_at": None}
    if version is not None:
        wanted["version"] = version
    return Case.objects.filter(**wanted).update(version=F("version") + 1) == 1


def create(revision: Revision, fields: Mapping[str, Any], *, by: User, now: datetime) -> Case:
    """A case with an empty draft. `fields`: process, matter_group, title."""
    case = Case.objects.create(
        revision=revision,
        starter=by,
        person_id=by.person_id,
        created_at=now,
        changed_at=now,
        **fields,
    )
    case.draft = Draft.objects.create(case=case, saved_at=now)
    return case


def change(case: Case, **fields: Any) -> None:
    """Write fields of the case and set them on the object."""
    for name, value in fields.items():
        setattr(case, name, value)
    Case.objects.filter(pk=case.pk).update(**fields)


def change_draft(draft: Draft, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(draft, name, value)
    Draft.objects.filter(pk=draft.pk).update(**fields)


def record(
    case: Case,
    entries: Sequence[Entry],
    unions: Mapping[str, Union] | None = None,
    *,
    by: User,
    now: datetime,
    **fields: Any,
) -> None:
    """Append entries to the journal, without a gap, and write fields of the case. Two queries,
    three when somebody is to hear of it: then the worker is woken, too."""
    known = unions or {}
    JournalEntry.objects.bulk_create(
        JournalEntry(
            case=case,
            seq=case.last_seq + position,
            kind=entry.kind,
            stage=entry.stage,
            union=known.get(entry.union) if entry.union else None,
            values=dict(entry.values),
            by=by,
            at=now,
        )
        for position, entry in enumerate(entries, start=1)
    )
    if any(entry.kind in ANNOUNCED for entry in entries):
        first, last = case.last_seq + 1, case.last_seq + len(entries)
        PendingEvent.objects.create(case=case, first=first, last=last)
        wake.worker()
    change(case, changed_at=now, last_seq=case.last_seq + len(entries), **fields)


def take_pending(event: PendingEvent) -> bool:
    """Claim an event for the rest of the transaction. False: somebody else told it."""
    return PendingEvent.objects.filter(pk=event.pk).delete()[0] == 1


def remember(case: Case, verb: str, key: str, *, by: User, now: datetime) -> None:
    """Use up an idempotency key. Raises IntegrityError when it was used."""
    CommandKey.objects.create(user=by, key=key, verb=verb, case=case, at=now)


def add_submission(case: Case, number: int, fields: Mapping[str, Any]) -> Submission:
    return Submission.objects.create(case=case, number=number, **fields)


def freeze_attachments(case: Case) -> None:
    case.attachments.filter(frozen=False).update(frozen=True)


def add_attachment(case: Case, fields: Mapping[str, Any]) -> Attachment:
    return Attachment.objects.create(case=case, **fields)


def remove_attachment(attachment: Attachment, now: datetime) -> bool:
    """A frozen file is part of a submission: its row and content stay, marked as removed.

    True when the row is gone, so that the content may go after the transaction.
    """
    if attachment.frozen:
        Attachment.objects.filter(pk=attachment.pk).update(removed_at=now)
        return False
    attachment.delete()
    return True


def open_tasks(
    case: Case, specs: Iterable[TaskSpec], unions: Mapping[str, Union], round_: int, now: datetime
) -> None:
    Task.objects.bulk_create(
        Task(
            case=case,
            union=unions[spec.union],
            permission=spec.permission,
            process=case.process,
            stage=spec.stage,
            round=round_,
            quorum=spec.quorum,
            entered_at=now,
        )
        for spec in specs
    )


def end_tasks(
    ids: Sequence[int], now: datetime, *, outcome: str = "", is_awaited: bool = False
) -> None:
    if ids:
        Task.objects.filter(pk__in=ids, done_at=None).update(
            done_at=now, outcome=outcome, is_awaited=is_awaited
        )


def stop_awaiting(case: Case) -> None:
    """A returned case came back, or never will."""
    case.tasks.filter(is_awaited=True).update(is_awaited=False)


def add_decision(task: Task, fields: Mapping[str, Any], *, by: User, now: datetime) -> Decision:
    return Decision.objects.create(task=task, by=by, at=now, **fields)


def put_verdicts(
    case: Case, verdicts: Mapping[str, tuple[bool, str]], *, by: User, now: datetime
) -> None:
    """Standing verdicts on materials: (is accepted, reason) by material key."""
    MaterialVerdict.objects.bulk_create(
        (
            MaterialVerdict(
                case=case, material=material, is_accepted=accepted, reason=reason, at=now, by=by
            )
            for material, (accepted, reason) in verdicts.items()
        ),
        update_conflicts=True,
        unique_fields=["case", "material"],
        update_fields=["is_accepted", "reason", "at", "by"],
    )


def drop_verdict(case: Case, material: str) -> None:
    """New files were handed in: what was said about the old ones does not stand any more."""
    case.verdicts.filter(material=material).delete()


def hold_keys(case: Case, wanted: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
    """Make the case hold exactly these exclusive keys. Raises CaseKeyTaken (then roll back)."""
    if case.round:
        case.keys.all().delete()
    for name, values in wanted:
        row = CaseKey(case=case, process=case.process, name=name, digest=key_digest(values))
        try:
            row.save(force_insert=True)
        except IntegrityError as taken:
            raise CaseKeyTaken(name) from taken


def release_keys(case: Case) -> None:
    case.keys.all().delete()


def erase(case: Case) -> list[str]:
    """Delete a case that was never handed in, with all that belongs to it.

    Returns the stored names of its files, to be deleted after the transaction.
    """
    names = list(case.attachments.values_list("stored_name", flat=True))
    case.delete()
    return names


def add_look(task: Task, paths: Iterable[str], *, by: User, now: datetime) -> Look:
    return Look.objects.create(case=task.case, task=task, paths=list(paths), by=by, at=now)
