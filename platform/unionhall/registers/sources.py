"""Where questions about named things are answered: tables of the code beside the registers.

Tables of lower packages are described in `tables`. Packages above bring theirs themselves
(`register("case", ask)` when the app is ready), because nothing here may import upwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from unionhall.engine.facts import Question

Provider = Callable[[Question], Any]
_providers: dict[str, Provider] = {}


class SourceTaken(ValueError):
    """Two packages want to answer for one name."""


def register(name: str, provider: Provider) -> None:
    """Let `provider` answer questions about `name`. Raises SourceTaken."""
    if _providers.get(name, provider) is not provider:
        raise SourceTaken(name)
    _providers[name] = provider


def provider(name: str) -> Provider | None:
    return _providers.get(name)


def names() -> frozenset[str]:
    """Names that are answered by tables or providers, so no register may be called so."""
    from unionhall.registers.tables import TABLES  # not at import time: tables read models

    return frozenset(_providers) | frozenset(TABLES)
