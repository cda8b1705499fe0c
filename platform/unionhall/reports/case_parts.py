"""Parts of a case page: who is in charge, the timeline, materials, differences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from unionhall.cases import entries, selectors
from unionhall.cases.models import Attachment, Case, JournalEntry, Task
from unionhall.casework.accepting import is_unlocked
from unionhall.engine.checklist import Item
from unionhall.engine.eligibility import Verdict
from unionhall.engine.paths import read, same
from unionhall.engine.plan import plan_of
from unionhall.language.model import Process
from unionhall.organisation import contacts
from unionhall.reports.dossier import Difference, InCharge, MaterialRow, TimelineEntry


def in_charge(process: Process, tasks: Sequence[Task]) -> tuple[InCharge, ...]:
    """With whom to call: the contact for this matter group, else for anything, else above."""
    return tuple(_in_charge(process, task) for task in tasks)


def _in_charge(process: Process, task: Task) -> InCharge:
    return InCharge(
        entries.stage_title(process, task.stage),
        task.union.name,
        task.entered_at,
        lambda: contacts.call(task.union, process.matter_group),
    )


def timeline(case: Case, process: Process, *, is_starter: bool) -> tuple[TimelineEntry, ...]:
    """Milestones, oldest first. One query."""
    return tuple(
        _entry(entry, process, is_starter=is_starter)
        for entry in selectors.journal(case)
        if entries.kind_of(entry).is_milestone
    )


def _entry(entry: JournalEntry, process: Process, *, is_starter: bool) -> TimelineEntry:
    kind = entries.kind_of(entry)
    union = entry.union.name if entry.union else ""
    is_hidden = is_starter and (kind.is_staff or kind.is_outside)
    name = (union or "—") if is_hidden else "" if entry.by.is_system else str(entry.by)
    said = entries.read(entry, process, by_name=name)
    is_deed = entry.kind not in entries.CONSEQUENCES
    return TimelineEntry(
        kind=entry.kind,
        title=said.title,
        sentence=said.sentence,
        reason=said.reason,
        stage=entries.stage_title(process, entry.stage) if entry.stage else "",
        union=union,
        by=name if is_deed and not is_hidden else "",
        at=entry.at,
    )


def material_rows(
    case: Case,
    items: Sequence[Item],
    files: Sequence[Attachment],
    unlocked: Collection[str] | None,
) -> tuple[MaterialRow, ...]:
    """Materials that apply, with their files and standing verdicts. One query."""
    verdicts = {one.material: one for one in case.verdicts.all()} if case.round else {}
    rows: list[MaterialRow] = []
    for item in items:
        key = item.material.key
        own = tuple(file for file in files if file.material == key)
        verdict = verdicts.get(key)
        rows.append(
            MaterialRow(
                item.material,
                item.required,
                own,
                verdict.is_accepted if verdict else None,
                verdict.reason if verdict else "",
                not own or is_unlocked(unlocked, key),
            )
        )
    return tuple(rows)


def kept_verdicts(process: Process, snapshot: Sequence[Mapping[str, Any]]) -> tuple[Verdict, ...]:
    """The conditions as they were judged at the submission."""
    return tuple(
        Verdict(str(one["key"]), str(one["title"]), one["status"], str(one["text"]))
        for one in snapshot
    )


def differences(
    process: Process, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Fields whose answer is not what the submission before held; none before the first."""
    if before is None:
        return ()
    return tuple(
        Difference(node.path, node.title, read(before, node.path), read(after, node.path))
        for node in plan_of(process, process.form).nodes
        if not same(read(before, node.path), read(after, node.path))
    )
