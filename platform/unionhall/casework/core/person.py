"""Persons: their facts and documents, each changed field kept in the sealed history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from unionhall.casework.core import reading
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.sentences import refused
from unionhall.engine.shapes import RegisterWrite
from unionhall.organisation import naming
from unionhall.people import documents, history, sealing, store
from unionhall.people.models import IdentityDocument, Person, User
from unionhall.registers.columns import BadValue
from unionhall.registers.store import NotFound

TABLE: Final = "person"
_NUMBER, _KIND = "document_no", "document_kind"
# column -> longest text
_TEXTS: Final[dict[str, int]] = {
    field.name: int(field.max_length)
    for field in Person._meta.fields
    if field.max_length and field.name not in ("key", "initials")
}
COLUMNS: Final = frozenset({*_TEXTS, "born_on", _NUMBER, _KIND})


def write(write: RegisterWrite, ground: Ground) -> None:
    """update, of the person matched by `person` or `id`, else of the person of the case."""
    reading.check(write, COLUMNS, {TABLE, "id"})
    key = write.match.get(TABLE) or write.match.get("id")
    person = reading.person(TABLE, key) if key else ground.person
    if write.do != "update" or person is None:
        raise NotFound(TABLE, match={TABLE: None})
    update(person, write.values, basis=ground.basis, by=ground.by, now=ground.now)


def update(
    person: Person, values: Mapping[str, Any], *, basis: str, by: User, now: datetime
) -> tuple[str, ...]:
    """Change what differs and answer the names of it. A blank document number changes nothing.

    Raises BadValue, Refused("document-taken").
    """
    with transaction.atomic():
        store.lock(person)
        person.refresh_from_db()
        wanted = {name: read(name, values) for name in values if name not in (_NUMBER, _KIND)}
        if not wanted.get("name", person.name):
            raise BadValue(TABLE, "name", "missing")

        changed = [name for name, value in wanted.items() if getattr(person, name) != value]
        for name in changed:
            was, value = getattr(person, name), wanted[name]
            setattr(person, name, value)
            history.keep(person, name, _words(was), _words(value), basis=basis, by=by, now=now)
        if "name" in changed:
            person.initials = naming.initials(person.name)[:50]
        if changed:
            person.save(update_fields=[*changed, *(["initials"] if "name" in changed else [])])
        if number := reading.text(TABLE, values, _NUMBER, 40):
            kind = reading.text(TABLE, values, _KIND, 3) or documents.RESIDENT_CARD
            if _put_document(person, kind, number, basis=basis, by=by, now=now):
                changed.append(_NUMBER)
    return tuple(changed)


def _put_document(
    person: Person, kind: str, number: str, *, basis: str, by: User, now: datetime
) -> bool:
    """Make this the person's primary document. A number of the same kind is replaced by it,
    documents of other kinds stay beside it; False when nothing changed."""
    if kind not in documents.KINDS:
        raise BadValue(TABLE, _KIND, "choice")
    fresh = store.document(person, number, kind)
    held = list(person.documents.select_for_update().order_by("id"))
    same = next((one for one in held if one.kind == kind), None)
    was = f"{kind} {sealing.unseal(same.sealed_number)}" if same else ""
    if same and same.number_index == fresh.number_index and same.is_primary:
        return False
    if same and same.number_index != fresh.number_index:
        same.sealed_number, same.number_index = fresh.sealed_number, fresh.number_index
    row = same or fresh
    row.is_primary = True
    person.documents.update(is_primary=False)
    _save(row)
    history.keep(person, "document", was, f"{kind} {number}", basis=basis, by=by, now=now)
    return True


def _save(row: IdentityDocument) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise refused("document-taken") from taken


def read(name: str, values: Mapping[str, Any]) -> str | date | None:
    if name == "born_on":
        return reading.day(TABLE, values, name)
    value = reading.text(TABLE, values, name, _TEXTS[name] if name != "gender" else 10)
    if name != "gender" or not value:
        return value
    # forms may carry the word that is shown instead of the code
    for code, word in Person._meta.get_field("gender").flatchoices:
        if value in (code, str(word)):
            return str(code)
    raise BadValue(TABLE, name, "choice")


def _words(value: Any) -> str:
    return "" if value is None else str(value)
