"""What many good rows write, one effect after the other, each for all of them in few statements.

All or nothing: when a row is refused here, `writing` does them one by one to learn which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from unionhall.casework.core import joining, membership, upserting
from unionhall.casework.core import person as people
from unionhall.casework.core.reading import text
from unionhall.casework.core.writing import is_core
from unionhall.casework.imports.batch import Batch
from unionhall.casework.registers.writing_many import Broken, write_many
from unionhall.definitions import selectors as definitions
from unionhall.engine.import_rows import Names, writes_of
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.model import Effect
from unionhall.people.models import MembershipState, Person
from unionhall.registers import columns
from unionhall.registers import store_bulk as bulk

ORDER = ("created", "updated", "unchanged")


class NotTogether(Exception):
    """These rows have to be written one by one; those at `places` alone, when there are any."""

    def __init__(self, register: str, places: Iterable[int] = ()) -> None:
        super().__init__(register)
        self.places = frozenset(places)


@dataclass(slots=True)
class _Row:
    """A row while it is being written: whom it brought, what was done for it."""

    place: int
    names: Names
    person: Person | None = None
    words: set[str] = field(default_factory=set)


def write_together(batch: Batch, rows: Sequence[Names]) -> list[str]:
    """What became of each row. Raises NotTogether, and whatever a single write may raise."""
    taken = [_Row(place, names) for place, names in enumerate(rows)]
    for effect in batch.import_.effects:
        due = []
        for row in taken:
            due += [(row, write) for write in writes_of(batch.import_, [effect], row.names)]
        if due:
            _do(batch, effect, due)
    return [next((word for word in ORDER if word in row.words), "unchanged") for row in taken]


def _do(batch: Batch, effect: Effect, due: list[tuple[_Row, RegisterWrite]]) -> None:
    if effect.register == people.TABLE and effect.do == "upsert":
        found = upserting.upsert_many([write for _, write in due], batch.ground)
        for (row, _), (person, word) in zip(due, found, strict=True):
            row.person = person
            row.words.add(word)
    elif effect.register == membership.TABLE and effect.do == "create":
        _join(batch, due)
    elif is_core(effect.register):
        raise NotTogether(effect.register)
    else:
        _register(batch, effect.register, due)


def _join(batch: Batch, due: list[tuple[_Row, RegisterWrite]]) -> None:
    """Members of this union, all from the same day on and for the same reason."""
    values = {repr(sorted(write.values.items())): write.values for _, write in due}
    common = next(iter(values.values()))
    known = {"union", "state", "since", "source"}
    ground = batch.ground
    is_plain = (
        len(values) == 1
        and common.keys() <= known
        and common.get("union") == batch.union.key
        and common.get("state") == MembershipState.JOINED
        and common.get("since") in (None, ground.today.isoformat())
    )
    members = [row.person for row, _ in due if row.person is not None]
    if not is_plain or len(members) != len(due):
        raise NotTogether(membership.TABLE)
    joining.join_many(
        members,
        batch.union,
        since=ground.today,
        source=text(membership.TABLE, common, "source", 40),
        basis=ground.basis,
        by=ground.by,
        now=ground.now,
    )
    for row, _ in due:
        row.words.add("created")


def _register(batch: Batch, key: str, due: list[tuple[_Row, RegisterWrite]]) -> None:
    register = definitions.register(key)
    items: dict[str, bulk.Item] = {}
    first: dict[str, _Row] = {}
    same: dict[str, list[int]] = {}
    for row, write in due:
        one = write
        if columns.is_reference(register, "person"):
            one = about(write, row.person)
        item = bulk.Item(one, batch.union, row.person)
        # the same for every row (what the header says): written once
        name = repr((sorted(one.match.items()), sorted(one.values.items(), key=str)))
        items.setdefault(name, item)
        first.setdefault(name, row)
        same.setdefault(name, []).append(row.place)
    try:
        words = write_many(list(items.values()), register, batch.ground)
    except Broken as broken:
        names = list(items)
        wrong = chain.from_iterable(same[names[place]] for place in broken.places)
        raise NotTogether(key, wrong) from broken
    for row, word in zip(first.values(), words, strict=True):
        row.words.add(word)


def about(write: RegisterWrite, person: Person | None) -> RegisterWrite:
    """A register with a column for the person takes whom the row brought."""
    if person is None or write.do not in ("create", "upsert") or "person" in write.values:
        return write
    values: dict[str, Any] = {**write.values, "person": person.key}
    return replace(write, values=values)
