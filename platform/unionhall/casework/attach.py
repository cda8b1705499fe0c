"""Hand in a file for a material (X1-56). It is looked through before the turn is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from unionhall.cases import selectors, store
from unionhall.cases.files import inspection, storage
from unionhall.cases.models import Attachment, CommandKey
from unionhall.casework import accepting, turn
from unionhall.casework.refusals import NotYours, Refused
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

VERB = "attach"


def attach(
    case_key: str,
    material: str,
    upload: Any,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Attachment:
    """`upload` is an uploaded file (name, size, read). `material`: key of a material, or path of
    a file field of the form.

    Raises NotYours, Conflict, Refused: unknown-material, too-many-files, locked-material, and
    the codes of `cases.files.inspection` with sentences that say how to repair.
    """
    wanted = accepting.wanted(case_key, material, by)
    try:
        content = inspection.inspect(upload, wanted.accept, wanted.max_bytes)
    except inspection.FileRefused as refusal:
        raise Refused(refusal.code, refusal.sentence) from refusal
    stored = storage.write(content)
    try:
        found: Attachment = _attach(
            case_key, wanted, content, stored, version, by=by, now=now, key=key
        )
    except BaseException:
        storage.delete([stored])
        raise
    if found.stored_name != stored:  # the same command ran before
        storage.delete([stored])
    return found


def _again(used: CommandKey) -> Attachment:
    found = selectors.attached_at(used.case, used.user, used.at)
    if found is None:
        raise NotYours
    return found


@turn.command(VERB, _again)
def _attach(
    case_key: str,
    wanted: accepting.Wanted,
    content: inspection.Inspected,
    stored: str,
    version: int | None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Attachment:
    opened = accepting.opened(case_key, wanted.key, version, verb=VERB, key=key, by=by, now=now)
    case = opened.case

    accepting.check(opened, wanted, selectors.attachments(case))

    fields = {
        "material": wanted.key,
        "name": content.name,
        "stored_name": stored,
        "media_type": content.media_type,
        "size": len(content.data),
        "digest": content.digest,
        "width": content.width,
        "height": content.height,
        "uploaded_at": now,
        "uploaded_by": by,
    }
    attachment = store.add_attachment(case, fields)
    store.drop_verdict(case, wanted.key)
    values = {"material": wanted.key, "name": content.name, "digest": content.digest}
    entry = Entry("attached", values=values)
    store.record(case, [entry], by=by, now=now)
    turn.finish(case, VERB, key, by=by, now=now)
    return attachment
