"""Loading and saving drafts through the records and verbs below: the wizard's only way to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404

from unionhall.cases import selectors
from unionhall.casework import proving, settling
from unionhall.casework.answers import Saved
from unionhall.casework.attach import attach
from unionhall.casework.context import Context
from unionhall.casework.detach import detach
from unionhall.casework.save import save
from unionhall.engine.actions import EDITABLE
from unionhall.engine.paths import Nested
from unionhall.engine.state import FormState
from unionhall.engine.world import World
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.surroundings import surroundings
from unionhall.people.models import User


def open_draft(case_key: str, user: User, now: datetime) -> OpenDraft:
    """The draft of a case of this user. Raises Http404 for another's and for one not open."""
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != user.pk or case.status not in EDITABLE:
        raise Http404
    case.starter = user
    around = Context(case, now)
    held = settling.material(around)

    def settle(posted: Nested) -> tuple[FormState, World]:
        found = settling.settle(around, held, posted)
        return found.state, found.world

    return OpenDraft(
        key=case.key,
        process=around.process,
        values=held.values,
        world=around.world(),
        version=case.version,
        unlocked=held.unlocked,
        context=surroundings(
            case,
            today=around.today.isoformat(),
            proven=frozenset(
                path
                for path, is_proven in proving.proofs(
                    around.process, case.draft, held.values
                ).items()
                if is_proven
            ),
        ),
        settle=settle,
        case=case,
    )


def save_draft(
    draft: OpenDraft, values: Nested, step: str, version: int, *, by: User, now: datetime
) -> Saved:
    """`casework.save` of one step. Raises its refusals."""
    return save(draft.key, values, step, version, by=by, now=now)


def store_file(
    draft: OpenDraft, path: str, upload: Any, step: str, *, by: User, now: datetime
) -> OpenDraft:
    """Hands in a file for a field and writes its key into the answers. Raises refusals."""
    file = attach(draft.key, path, upload, by=by, now=now)
    leaf = draft.plan.control(path)
    known = [reference.key for reference in draft.context.files(path)]
    is_many = leaf is not None and leaf.leaf.get("type") == "array"
    values = _nested(path, [*known, file.key] if is_many else file.key)
    saved = save(draft.key, values, step, None, by=by, now=now)
    return draft.at_version(saved.case.version)


def drop_file(draft: OpenDraft, path: str, key: str, *, by: User, now: datetime) -> None:
    """Takes a file of this field away; a key that is none of its files does nothing."""
    if any(file.key == key for file in draft.context.files(path)):
        detach(draft.key, key, by=by, now=now)


def _nested(path: str, value: Any) -> Nested:
    for part in reversed(path.split(".")):
        value = {part: value}
    return value
