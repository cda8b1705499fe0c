"""The permission matrix as data: `matrix.toml`, read. Nothing is decided here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("matrix.toml")
DATA: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
ACTORS: tuple[str, ...] = tuple(DATA["actors"])
STATES = ("draft", "confirm", "disburse", "returned")
METHODS = ("GET", "POST")
NOBODY = frozenset({"nobody", "closed", "guest"})


@dataclass(frozen=True)
class Row:
    """One address. `about`: what it is asked for (then in every state). `hidden`: 404 also for
    those who are not signed in. `leaves`: ends the session, so it is tried by tests of its own.
    `creates`: asks for nothing but the press. `may_be_absent`: let in, there may be nothing.
    """

    route: str
    get: str
    post: str
    about: str = ""
    hidden: bool = False
    leaves: bool = False
    creates: bool = False
    may_be_absent: bool = False
    keys: dict[str, str] = field(default_factory=dict)

    def states(self) -> tuple[str, ...]:
        """What belongs to a case is asked in every state, the rest of the site in one."""
        return STATES if self.about else ("confirm",)

    def audience(self, method: str, state: str) -> frozenset[str]:
        return audience(self.get if method in ("GET", "HEAD") else self.post, state)


@dataclass(frozen=True)
class Deed:
    """A verb: the form that does it, and whom it obeys in which state."""

    route: str
    form: str
    by: dict[str, list[str]]

    def audience(self, state: str) -> frozenset[str]:
        return members(self.by.get(state, []), state)


@cache
def audience(name: str, state: str) -> frozenset[str]:
    """The actors of an audience; a name that is none fails loudly."""
    found = DATA["audiences"][name]
    if isinstance(found, dict):
        found = found.get(state, found["else"])
    return members(found, state)


def members(names: list[str], state: str) -> frozenset[str]:
    """Actors and audiences by name; `*` is everybody, `-x` takes away."""
    found: set[str] = set()
    for name in names:
        if name == "*":
            found |= set(ACTORS)
        elif name.startswith("-"):
            found -= {name[1:]}
        elif name in ACTORS:
            found.add(name)
        else:
            found |= audience(name, state)
    return frozenset(found)


ROWS: dict[str, Row] = {route: Row(route, **said) for route, said in DATA["rows"].items()}
DEEDS: tuple[Deed, ...] = tuple(Deed(**said) for said in DATA["deeds"])


def cells() -> Iterator[tuple[str, str, str, str]]:
    """(route, method, state, actor): everything there is to be tried."""
    for row in ROWS.values():
        for state in row.states():
            for method in METHODS:
                for actor in ACTORS:
                    yield row.route, method, state, actor


def size() -> int:
    return sum(1 for _ in cells()) + len(DEEDS) * len(STATES) * len(ACTORS)
