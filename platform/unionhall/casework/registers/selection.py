"""Which records are meant: keys that were ticked, or everything a list shows with its filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from unionhall.casework.refusals import NotYours
from unionhall.casework.registers import reach
from unionhall.casework.registers.sentences import refused
from unionhall.definitions import selectors as definitions
from unionhall.language.model import RecordAction, Register
from unionhall.people.models import User
from unionhall.registers import listing

# At most so many records in one go; whoever means more narrows the list down.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything of a list: `filters` and `q` as the page had them."""

    list_key: str
    filters: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    q: str = ""


Chosen = Sequence[str] | Selection


def register_of(key: str) -> Register:
    """Raises NotYours for a register that is not published."""
    try:
        return definitions.register(key)
    except definitions.NotPublished as unknown:
        raise NotYours from unknown


def action_of(register: Register, key: str) -> RecordAction:
    """Raises NotYours for an action the register has not."""
    action = register.action(key)
    if action is None:
        raise NotYours
    return action


def keys_of(register: Register, chosen: Chosen, by: User) -> list[str]:
    """Keys of what was chosen, each once. Raises Refused: nothing-chosen, too-many-chosen;
    NotYours for a list he does not see."""
    keys = list(islice(_keys(register, chosen, by), MOST + 1))
    if not keys:
        raise refused("nothing-chosen")
    if len(keys) > MOST:
        raise refused("too-many-chosen")
    return keys


def _keys(register: Register, chosen: Chosen, by: User) -> Iterator[str]:
    if not isinstance(chosen, Selection):
        yield from dict.fromkeys(str(key) for key in chosen)
        return
    known = register.listing(chosen.list_key)
    if known is None or not reach.may_see(register, known, by):
        raise NotYours
    scope = reach.scope(register, known, by)
    yield from listing.matching(register, known, scope, chosen.filters, chosen.q)
