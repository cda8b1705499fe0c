"""Which files a case takes: materials of its definition, file fields of its form, and what a stage
asks of the applicant while the case stands there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from unionhall.cases import selectors
from unionhall.cases.models import Attachment
from unionhall.casework import turn
from unionhall.casework.context import Context
from unionhall.casework.due import due_of, material_of
from unionhall.casework.refusals import Conflict, NotYours
from unionhall.casework.sentences import refused
from unionhall.casework.settling import material as draft_of
from unionhall.casework.settling import settle
from unionhall.definitions.selectors import process_of
from unionhall.engine.actions import EDITABLE
from unionhall.engine.checklist import checklist
from unionhall.engine.facts import needed
from unionhall.engine.shapes import MATERIAL
from unionhall.language.model import Material, Process
from unionhall.language.schema import leaves, types_of
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be handed in under a key."""

    key: str
    accept: tuple[str, ...]
    max_bytes: int
    max_files: int


def wanted(case_key: str, key: str, by: User) -> Wanted:
    """Looked at before the file is: strangers and unknown materials cost no decoding.

    Raises NotYours, Conflict, Refused("unknown-material").
    """
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != by.pk:
        raise NotYours
    process = process_of(case.revision)
    due = material_of(process, case.status, case.stage, key)
    if due is not None and "upload" in due.how:
        return Wanted(key, due.accept, due.max_bytes, due.max_files)
    if case.status not in EDITABLE:
        raise Conflict("not-editable", turn.first_sentence(case, by))
    return _of(process, key)


def opened(
    case_key: str,
    material: str,
    version: int | None,
    *,
    verb: str,
    key: str | None,
    by: User,
    now: datetime,
) -> Context:
    """The first paragraphs of a verb on a file: the draft may be changed, or the material is due
    at the stage of the case. Raises NotYours, Conflict."""
    case = turn.take_own(case_key, version, verb=verb, key=key, by=by)
    context = Context(case, now)
    due = material_of(context.process, case.status, case.stage, material)
    if due is None and case.status not in EDITABLE:
        raise Conflict("not-editable", turn.first_sentence(case, by))
    return context


def check(context: Context, asked: Wanted, files: Sequence[Attachment]) -> None:
    """Raises Refused: unknown-material (not on the checklist now), locked-material,
    too-many-files."""
    if not _is_asked_for(context, asked.key):
        raise refused("unknown-material")
    count = sum(file.material == asked.key for file in files)
    if count and not may_change(context, asked.key):
        raise refused("locked-material")
    if count >= asked.max_files:
        raise refused("too-many-files")


def may_change(context: Context, key: str) -> bool:
    """Whether files of this material may be replaced: at a stage at which it is due, all may."""
    case = context.case
    is_due = material_of(context.process, case.status, case.stage, key) is not None
    return is_due or is_unlocked(case.draft.unlocked, key)


def is_unlocked(unlocked: Collection[str] | None, key: str) -> bool:
    """Whether a return left this material open. One without any file always is: it could not
    have been named."""
    return unlocked is None or MATERIAL + key in unlocked or key in unlocked


def _is_asked_for(context: Context, key: str) -> bool:
    """Whether the answers as they stand now put the material on the checklist."""
    process, due = context.process, due_of(context)
    if due is not None:
        return any(item.material.key == key for item in due.items)
    found = next((one for one in process.materials if one.key == key), None)
    if found is None or found.when is None:
        return True
    answers = settle(context, draft_of(context)).state.answers
    world = context.with_facts(answers, needed(process, [found.when]))
    return any(item.material.key == key for item in checklist(process, answers, world))


def _of(process: Process, key: str) -> Wanted:
    for material in process.materials:
        if material.key == key and "upload" in material.how:
            return Wanted(key, material.accept, material.max_bytes, material.max_files)
    leaf = leaves(process.form.schema).get(key)
    if leaf is None or "file" not in (leaf.get("format"), leaf.get("items", {}).get("format")):
        raise refused("unknown-material")
    usual = Material(key, key)
    most = int(leaf.get("maxItems", usual.max_files)) if "array" in types_of(leaf) else 1
    # One more than the field holds: the new file is handed in before the old one is let go.
    return Wanted(key, usual.accept, usual.max_bytes, most + 1)
