"""What good rows write: together where that goes, one by one where a row is refused.

A row that cannot be written does not stop the others: it is undone alone and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.casework.core import person as people
from unionhall.casework.core import upserting
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.writing import is_core
from unionhall.casework.imports.batch import Batch
from unionhall.casework.imports.sentences import row_words
from unionhall.casework.imports.take import Words
from unionhall.casework.imports.together import ORDER, NotTogether, about, write_together
from unionhall.casework.refusals import Refused
from unionhall.casework.registers import holding
from unionhall.casework.registers.writing import write as write_one
from unionhall.casework.sentences import refused, sentence
from unionhall.definitions import selectors as definitions
from unionhall.engine import import_rows
from unionhall.engine.import_rows import Finding, Names
from unionhall.engine.names import FAILURES
from unionhall.engine.shapes import RegisterWrite
from unionhall.imports import store
from unionhall.imports.models import ImportRow, RowState
from unionhall.organisation import store as tree
from unionhall.people.models import Person
from unionhall.registers import columns
from unionhall.registers.store import RegisterError

if TYPE_CHECKING:  # they know each other's shapes only
    from unionhall.casework.imports.work import Looked

TRIES = 2
STATES = {
    "created": RowState.CREATED,
    "updated": RowState.UPDATED,
    "unchanged": RowState.UNCHANGED,
}


def write_all(batch: Batch, rows: Sequence[Looked]) -> None:
    """Each row ends created, updated, unchanged or rejected."""
    if not rows:
        return
    _wait(batch)
    words = _together(batch, rows)
    rejected: list[tuple[ImportRow, list[Words]]] = []
    became: dict[str, list[ImportRow]] = {}
    for place, one in enumerate(rows):
        problem, word = (None, words[place]) if place in words else _tried(batch, one)
        if problem:
            rejected.append((one.row, [problem]))
        else:
            became.setdefault(word, []).append(one.row)
    for word, some in became.items():
        store.settle(some, STATES[word])
    store.reject(rejected)


def _wait(batch: Batch) -> None:
    """Unions before people, as everybody does: also those whose totals a check counts."""
    tree.lock_union(batch.union)
    for key in dict.fromkeys(effect.register for effect in batch.import_.effects):
        if not is_core(key):
            holding.wait_for(definitions.register(key), batch.union)


def _together(batch: Batch, rows: Sequence[Looked]) -> dict[int, str]:
    """What became of those that could be written so, by their places. Those for which a check of
    the register does not hold are left out, once: the others go together all the same."""
    places = list(range(len(rows)))
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                words = write_together(batch, [rows[place].names for place in places])
        except NotTogether as apart:
            if not apart.places:
                return {}
            places = [place for at, place in enumerate(places) if at not in apart.places]
        except (Refused, RegisterError, columns.BadValue, *FAILURES):
            return {}
        else:
            return dict(zip(places, words, strict=True))
    return {}


def try_alone(batch: Batch, one: Looked) -> dict[str, str] | None:
    """Why this row could not be written, nothing of it being left."""
    try:
        with transaction.atomic():
            problem, _ = _tried(batch, one)
            raise _Undone
    except _Undone:
        return problem


class _Undone(Exception):
    """Ends a transaction that was only a trial."""


def _tried(batch: Batch, one: Looked) -> tuple[dict[str, str] | None, str]:
    """(what is wrong, what became of it)"""
    try:
        with transaction.atomic():
            return None, _written(batch, one.names)
    except Refused as refusal:
        return _words(batch, one, refusal.code, refusal.sentence), ""
    except FAILURES:
        return _words(batch, one, "expression-failed", sentence("expression-failed")), ""


def _written(batch: Batch, names: Names) -> str:
    """The person that a row brings is whom its further writes are about."""
    ground = batch.ground
    words = {"unchanged"}
    for write in import_rows.writes_of(batch.import_, batch.import_.effects, names):
        if write.register == people.TABLE and write.do == "upsert":
            person, word = _person(write, ground)
            ground = replace(ground, person=person)
        else:
            word = write_one(_about(write, ground), ground)
        words.add(word)
    return next(word for word in ORDER if word in words)


def _person(write: RegisterWrite, ground: Ground) -> tuple[Person, str]:
    try:
        return upserting.upsert(write, ground)
    except columns.BadValue as wrong:
        raise refused("register") from wrong


def _about(write: RegisterWrite, ground: Ground) -> RegisterWrite:
    if is_core(write.register):
        return write
    register = definitions.register(write.register)
    return about(write, ground.person) if columns.is_reference(register, "person") else write


def _words(batch: Batch, one: Looked, code: str, said: str) -> dict[str, str]:
    """In the catalogue of the definition, where it has an entry for what the registers say."""
    entry = batch.import_.codes.get(code)
    if entry is None:
        return row_words(code, said)
    return import_rows.words(batch.import_, Finding(entry, ""), one.row.number, one.names)
