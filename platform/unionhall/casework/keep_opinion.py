"""Keep a stock opinion: one's own, or one of a union where one holds a right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from permissions import gate
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Register
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.registers import selectors, store
from unionhall.registers.models import Record

TEXT = "text"


def keep_opinion(
    register: str,
    text: str,
    *,
    union: str | None = None,
    by: User,
    now: datetime,
) -> Record:
    """`union`: key of the union that shares it, None = one's own. The same text again is kept
    once. Raises NotYours (no right there), Refused: opinion, register."""
    with transaction.atomic():
        found = _register(register)
        owner = _union(union, by)
        if by.person is None:
            raise NotYours

        words = " ".join(text.split())
        schema = found.schema["properties"][TEXT]
        if not schema.get("minLength", 1) <= len(words) <= schema.get("maxLength", 200):
            raise refused("opinion")
        page = selectors.records(
            found.key,
            union=owner,
            person=None if owner else by.person,
            where={TEXT: words},
        )
        if page.records:
            return page.records[0]

        write = RegisterWrite("create", found.key, {}, {TEXT: words})
        person = None if owner else by.person
        return store.apply(write, found, union=owner, person=person, by=by, now=now)


def _register(key: str) -> Register:
    """Only registers of texts that a person may own are lists of opinions."""
    try:
        found = definitions.register(key)
    except definitions.NotPublished as missing:
        raise NotYours from missing
    if "person" not in found.owners or TEXT not in found.schema.get("properties", {}):
        raise NotYours
    return found


def _union(key: str | None, by: User) -> Union | None:
    if key is None:
        return None
    for union in gate.staff_unions(by):
        if union.key == key:
            return union
    raise NotYours
