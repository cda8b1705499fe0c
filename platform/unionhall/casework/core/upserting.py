"""People found by their documents, or added: many at once, in few statements.

All or nothing: whoever is refused here does them one by one to learn which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from unionhall.casework.core import reading
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.person import COLUMNS, TABLE, read
from unionhall.casework.core.sentences import refused
from unionhall.engine.shapes import RegisterWrite
from unionhall.language import identity
from unionhall.organisation import naming
from unionhall.people import documents, history, sealing, store
from unionhall.people.models import IdentityDocument, Person
from unionhall.registers.columns import BadValue

BATCH = 500
_NUMBER, _KIND = "document_no", "document_kind"
Change = tuple[Person, str, str, str, str]
Place = tuple[str, str]


class Wanted(NamedTuple):
    """A document and what is known of its holder; blank facts are left out."""

    kind: str
    number: str
    facts: Mapping[str, str | date]

    @property
    def place(self) -> Place:
        return self.kind, sealing.blind_index(documents.normal_number(self.number, self.kind))


def upsert(write: RegisterWrite, ground: Ground) -> tuple[Person, str]:
    return upsert_many([write], ground)[0]


def upsert_many(writes: Sequence[RegisterWrite], ground: Ground) -> list[tuple[Person, str]]:
    """The person of each document, and "created", "updated" or "unchanged". Of somebody who is
    known only what was blank is filled in: what people said of themselves stays.

    Raises BadValue, Refused: document-taken (somebody else adds the same just now, or two do).
    """
    wanted = {}
    places = []
    for write in writes:
        one = _wanted(write)
        places.append(one.place)
        wanted[places[-1]] = one
    if len(wanted) != len(writes):
        raise refused("document-taken")
    with transaction.atomic():
        known = _known(wanted)
        filled = _fill(wanted, known, ground)
        added = _add({p: one for p, one in wanted.items() if p not in known}, ground)
    return [
        (added[place], "created")
        if place in added
        else (known[place], "updated" if known[place].pk in filled else "unchanged")
        for place in places
    ]


def _wanted(write: RegisterWrite) -> Wanted:
    reading.check(write, COLUMNS, {_NUMBER, _KIND})
    values = {**write.match, **write.values}
    number = reading.text(TABLE, values, _NUMBER, 40)
    kind = reading.text(TABLE, values, _KIND, 3) or documents.RESIDENT_CARD
    if not number or kind not in documents.KINDS:
        raise BadValue(TABLE, _NUMBER, "missing")
    given = {name: read(name, values) for name in values if name not in (_NUMBER, _KIND)}
    facts = _told_by(number) | {name: value for name, value in given.items() if value}
    if not facts.get("name"):
        raise BadValue(TABLE, "name", "missing")
    return Wanted(kind, number, facts)


def _told_by(number: str) -> dict[str, Any]:
    """What an 18-digit number says of its holder: born when, man or woman."""
    number = documents.normal_number(number)
    born = identity.birth_date(number)
    if documents.kind_told_by(number) is None or born is None:
        return {}
    words = {"male": "1", "female": "2"}
    return {"born_on": born, "gender": words[identity.gender(number)]}


def _known(wanted: Mapping[Place, Wanted]) -> dict[Place, Person]:
    """People by their documents, locked in the order of their ids."""
    rows = IdentityDocument.objects.filter(number_index__in=[index for _, index in wanted])
    found = {
        (row.kind, row.number_index): row.person.merged_into_id or row.person_id
        for row in rows.select_related("person")
        if (row.kind, row.number_index) in wanted
    }
    people = Person.objects.select_for_update(no_key=True).filter(pk__in=list(found.values()))
    locked = {row.pk: row for row in people.order_by("pk")}
    return {place: locked[pk] for place, pk in found.items()}


def _fill(
    wanted: Mapping[Place, Wanted], known: Mapping[Place, Person], ground: Ground
) -> set[int]:
    """Fill in what is blank; the ids of those of whom anything was."""
    changes: list[Change] = []
    for place, person in known.items():
        for name, value in wanted[place].facts.items():
            if getattr(person, name) in ("", None):
                setattr(person, name, value)
                changes.append((person, name, "", str(value), ground.basis))
    if changes:
        changed = {person.pk: person for person, *_ in changes}
        names = sorted({name for _, name, *_ in changes})
        Person.objects.bulk_update(list(changed.values()), names, batch_size=BATCH)
        history.keep_many(changes, by=ground.by, now=ground.now)
    return {person.pk for person, *_ in changes}


def _add(wanted: Mapping[Place, Wanted], ground: Ground) -> dict[Place, Person]:
    """In one order, so that two who add the same people never wait for each other in a ring."""
    if not wanted:
        return {}
    made = {place: _person(one) for place, one in sorted(wanted.items())}
    Person.objects.bulk_create(made.values(), batch_size=BATCH)
    documents_ = [
        store.document(person, wanted[place].number, wanted[place].kind)
        for place, person in made.items()
    ]
    _save(documents_)
    changes: list[Change] = [
        (person, "document", "", f"{wanted[place].kind} {wanted[place].number}", ground.basis)
        for place, person in made.items()
    ]
    history.keep_many(changes, by=ground.by, now=ground.now)
    return made


def _save(rows: Iterable[IdentityDocument]) -> None:
    try:
        with transaction.atomic():
            IdentityDocument.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError as taken:
        raise refused("document-taken") from taken


def _person(one: Wanted) -> Person:
    return Person(**one.facts, initials=naming.initials(str(one.facts["name"]))[:50])
