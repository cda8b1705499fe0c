"""Take a file away again (X1-56). What a submission holds stays readable with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.cases import selectors, store
from unionhall.cases.files import storage
from unionhall.cases.models import Case
from unionhall.casework import accepting, turn
from unionhall.casework.answers import again
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.engine.shapes import Entry
from unionhall.people.models import User

VERB = "detach"


@turn.command(VERB, again)
def detach(
    case_key: str,
    attachment_key: str,
    version: int | None = None,
    *,
    by: User,
    now: datetime,
    key: str | None = None,
) -> Case:
    """Raises NotYours, Conflict, Refused("locked-material")."""
    attachment = selectors.attachment_by_key(attachment_key)
    material = attachment.material if attachment else ""
    context = accepting.opened(case_key, material, version, verb=VERB, key=key, by=by, now=now)
    case = context.case

    files = selectors.attachments(case)
    attachment = next((file for file in files if file.key == attachment_key), None)
    if attachment is None:
        raise NotYours
    if not accepting.may_change(context, attachment.material):
        raise refused("locked-material")

    values = {
        "material": attachment.material,
        "name": attachment.name,
        "digest": attachment.digest,
    }
    if store.remove_attachment(attachment, now):
        transaction.on_commit(lambda: storage.delete([attachment.stored_name]))
    entry = Entry("detached", values=values)
    store.record(case, [entry], by=by, now=now)
    turn.finish(case, VERB, key, by=by, now=now)
    return case
