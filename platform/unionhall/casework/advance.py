"""Move a draft to the newest form when it is opened (language.md 6). Values are never lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from unionhall.cases import sealed, selectors, store
from unionhall.cases.models import Case, CommandKey
from unionhall.casework import turn
from unionhall.casework.answers import editable, keep
from unionhall.casework.context import Context
from unionhall.casework.refusals import NotYours
from unionhall.casework.settling import Material, material, settle
from unionhall.definitions import selectors as definitions
from unionhall.engine.actions import EDITABLE
from unionhall.engine.paths import is_absent, read
from unionhall.engine.shapes import Entry
from unionhall.language.diff import diff
from unionhall.language.model import Process
from unionhall.language.schema import leaves
from unionhall.people import sealing
from unionhall.people.models import User

VERB = "advance"


@dataclass(frozen=True, slots=True)
class Advanced:
    """`changes` between the two definitions (language.diff, with sentences); `set_aside`: titles
    of answered fields the new form does not have: the draft keeps them, nobody sees them."""

    case: Case
    changes: tuple[Any, ...] = ()
    set_aside: tuple[str, ...] = ()


def advance(case_key: str, *, by: User, now: datetime, key: str | None = None) -> Advanced:
    """Cheap when there is nothing to do: two queries, no turn taken. Raises NotYours, Conflict."""
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != by.pk:
        raise NotYours
    newest = case.revision.document.current_id
    if case.status not in EDITABLE or newest in (None, case.revision_id):
        return Advanced(case)
    return _advance(case_key, by=by, now=now, key=key)


def _again(used: CommandKey) -> Advanced:
    return Advanced(turn.reloaded(used))


@turn.command(VERB, _again)
def _advance(case_key: str, *, by: User, now: datetime, key: str | None = None) -> Advanced:
    old = editable(case_key, None, verb=VERB, key=key, by=by, now=now)
    case, before = old.case, old.case.revision

    revision, process = definitions.current_process(case.process)
    if revision.pk == before.pk:
        return Advanced(case)
    held = material(old)

    held = _shut(old.process, process, held)
    changes = diff(definitions.body(before), definitions.body(revision))
    aside = _set_aside(old.process, process, held)
    store.change(case, revision=revision, matter_group=process.matter_group, title=process.title)
    case.stage_values = sealed.sealed_stages(process, old.stage_values)
    context = Context(case, now, process)
    settled = settle(context, held, fills=True)

    values = {"from": before.number, "to": revision.number}
    keep(context, settled, [Entry("moved", values=values)], by=by)
    turn.finish(case, VERB, key, by=by, now=now)
    return Advanced(case, tuple(changes), aside)


def _shut(old: Process, new: Process, held: Material) -> Material:
    """What is sensitive and has no field any more goes on sealed, because the new definition
    would store it in clear; what an earlier step of this kind shut is opened for its field."""
    gone = sorted(set(sealed.paths(old)) - leaves(new.form.schema).keys())
    back = sorted(set(sealed.paths(new)) - leaves(old.form.schema).keys())
    origins = {path: dict(origin) for path, origin in held.origins.items()}
    for path in origins.keys() & set(gone):
        origins[path] = sealing.seal_values(origins[path], ["value"])
    for path in origins.keys() & set(back):
        origins[path] = sealing.unseal_values(origins[path], ["value"])
    values = sealing.seal_values(sealing.unseal_values(held.values, back), gone)
    return replace(held, values=values, origins=origins)


def _set_aside(old: Process, new: Process, held: Material) -> tuple[str, ...]:
    known = leaves(new.form.schema)
    return tuple(
        str(leaf.get("title", path))
        for path, leaf in leaves(old.form.schema).items()
        if path not in known and not is_absent(read(held.values, path))
    )
