"""Where questions about named things are answered: tables of the code beside the registers.

Tables of lower packages are described in `tables`. Packages above bring theirs themselves
(`register("case", ask)` when the app is ready), because nothing here may import upwards. Names
that only the database knows (code lists) are answered by whoever was given to `resolve_by`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from unionhall.engine.facts import Question

Provider = Callable[[Question], Any]
Resolver = Callable[[str], Provider | None]
_providers: dict[str, Provider] = {}
_resolvers: list[Resolver] = []


class SourceTaken(ValueError):
    """Two packages want to answer for one name."""


def register(name: str, provider: Provider) -> None:
    """Let `provider` answer questions about `name`. Raises SourceTaken."""
    if _providers.get(name, provider) is not provider:
        raise SourceTaken(name)
    _providers[name] = provider


def resolve_by(resolver: Resolver) -> None:
    """Ask `resolver` about names that are no table, no provider's."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def provider(name: str) -> Provider | None:
    return _providers.get(name)


def resolved(name: str) -> Provider | None:
    """Who answers for a name that is known while running only."""
    for resolver in _resolvers:
        if (found := resolver(name)) is not None:
            return found
    return None


def names() -> frozenset[str]:
    """Names that are answered by tables or providers, so no register may be called so."""
    from unionhall.registers.tables import TABLES  # not at import time: tables read models

    return frozenset(_providers) | frozenset(TABLES)
