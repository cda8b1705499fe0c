"""Unions as targets of effects, and what the verbs of the union register share with them.

Whatever touches the shape of the tree takes its turn first; reasons of the store become refusals
in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from permissions import freshness
from unionhall import audit
from unionhall.casework.core import reading
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.sentences import refused
from unionhall.casework.staff.chairing import follow_register
from unionhall.engine.shapes import RegisterWrite
from unionhall.organisation import store
from unionhall.organisation.models import Union, UnionKind
from unionhall.people.models import User
from unionhall.registers.columns import BadValue
from unionhall.registers.store import NotFound

TABLE: Final = "union"
# column -> longest text; what a definition may change
_TEXTS: Final = {
    name: Union._meta.get_field(name).max_length or 0
    for name in (
        *("name", "code", "region", "address", "legal_representative", "chair_name"),
        *("contact_name", "contact_mobile", "phone", "service_hours"),
    )
}
_DAYS: Final = frozenset({"founded_on", "term_from", "term_until"})
COLUMNS: Final = frozenset({*_TEXTS, *_DAYS, "parent", "kind"})


def write(write: RegisterWrite, ground: Ground) -> None:
    """create below `parent`; update of the union matched by `union` or `id`, else of the case's;
    a new `parent` moves it with everything below."""
    reading.check(write, COLUMNS, {TABLE, "id"})
    wanted = {name: _read(name, write.values) for name in write.values}
    kind = wanted.pop("kind", None)
    parent = reading.union(wanted.pop("parent")) if wanted.get("parent") else None
    wanted.pop("parent", None)
    if write.do == "create":
        if parent is None or kind not in UnionKind.values:
            raise BadValue(TABLE, "kind", "missing")
        add(str(kind), parent, wanted, basis=ground.basis, by=ground.by, now=ground.now)
        return
    key = write.match.get(TABLE) or write.match.get("id")
    union = reading.union(key) if key else ground.union
    if write.do != "update" or union is None or kind is not None:
        raise NotFound(TABLE, match={TABLE: None})
    if wanted:
        update(union, wanted, basis=ground.basis, by=ground.by, now=ground.now)
    if parent is not None:
        on, basis = ground.today, ground.basis
        move(union, parent, on=on, basis=basis, by=ground.by, now=ground.now)


def add(
    kind: str, parent: Union, values: Mapping[str, Any], *, basis: str, by: User, now: datetime
) -> Union:
    """Raises Refused: misplaced, union-closed, name-taken, code-taken."""
    name = str(values.get("name") or "")
    if not name:
        raise BadValue(TABLE, "name", "missing")
    with _turn():
        if not Union.objects.get(pk=parent.pk).is_active:
            raise refused("union-closed")
        store.check_name(name, parent)
        made = store.add_union(**{**values, "kind": kind, "parent": parent}, basis=basis, by=by)
        _audit(made, "added", by=by, now=now)
    return made


def update(
    union: Union, values: Mapping[str, Any], *, basis: str, by: User, now: datetime
) -> tuple[str, ...]:
    """Change columns that are not the place in the tree; answers which. Raises Refused:
    name-taken, code-taken."""
    if "name" in values and not values["name"]:
        raise BadValue(TABLE, "name", "missing")
    with _turn():
        union.refresh_from_db()
        if values.get("name", union.name) != union.name:
            store.check_name(values["name"], Union.objects.get_parent(union, update=True), union)
        changed = store.change_union(union, values, basis=basis, by=by, now=now)
        if "chair_name" in changed and union.chair and union.chair.name != union.chair_name:
            # the register names somebody else: what came with being the chair ends
            union.chair = None
            union.save(update_fields=["chair"])
            follow_register(union, by=by, now=now)
        if changed:
            _audit(union, "changed", by=by, now=now, fields=", ".join(changed))
    return changed


def move(union: Union, parent: Union, *, on: date, basis: str, by: User, now: datetime) -> None:
    """Under another union, with everything below it. Cases on their way keep theirs.

    Raises Refused: root-stays, same-parent, tree-cycle, misplaced, union-closed, name-taken.
    """
    with _turn():
        union.refresh_from_db()
        parent.refresh_from_db()
        former = Union.objects.get_parent(union, update=True)
        if former is None:
            raise refused("root-stays")
        if former.pk == parent.pk:
            raise refused("same-parent")
        if not parent.is_active:
            raise refused("union-closed")
        store.move_union(union, parent, on=on, basis=basis, by=by)
        store.log_change(union, "parent", former, parent, basis=basis, by=by, now=now)
        _audit(union, "moved", by=by, now=now, before=former.name, after=parent.name)
    freshness.changed()


@contextmanager
def _turn() -> Iterator[None]:
    """The tree is ours until the end; what the store refuses is said in words."""
    try:
        with transaction.atomic():
            store.lock_tree()
            yield
    except store.Misplaced as wrong:
        raise refused("misplaced") from wrong
    except store.Cycle as wrong:
        raise refused("tree-cycle") from wrong
    except store.NameTaken as wrong:
        raise refused("name-taken") from wrong
    except IntegrityError as taken:
        raise refused("code-taken") from taken


def _read(name: str, values: Mapping[str, Any]) -> Any:
    if name in _DAYS:
        return reading.day(TABLE, values, name)
    return reading.text(TABLE, values, name, _TEXTS.get(name, 32))


def _audit(union: Union, deed: str, *, by: User, now: datetime, **values: Any) -> None:
    about = f"union:{union.key}"
    audit.record(TABLE, by=by, now=now, about=about, values={"deed": deed, **values})
