"""Ways to outside systems, one per `hook` of a definition: `settings.OUTSIDE_GATEWAYS`.

Each is `file` (nothing leaves by itself: whoever looks after the stage takes the batch along and
brings the answer back), the dotted path of a class, or `fake: <script>` (see `fakes`). A hook that
is not named goes by file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from unionhall.people.gateways import GatewayDown

__all__ = [
    "Batch",
    "BatchRow",
    "Gateway",
    "GatewayDown",
    "gateway",
    "is_by_file",
    "most_secrets",
    "secrets_of",
]

FILE = "file"
FAKE = "unionhall.casework.outside.fakes.Outside"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line: `key` is what the answer names it by; `values` in clear, by column."""

    key: str
    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is handed over. `key` is the same when it is sent again: hand it on where the other
    side can tell repeats apart. `rows` may be tens of thousands and are read while they are
    walked; a case without lines has one row, without a key."""

    key: str
    hook: str
    number: str
    title: str
    union: str
    columns: tuple[str, ...]
    rows: Iterable[BatchRow]


class Gateway(Protocol):
    """Raises GatewayDown; its code says why (see `people.gateways`). Gives the answers that came
    at once, as the callback would bring them; usually there are none."""

    def send(self, batch: Batch) -> Iterable[Mapping[str, Any]]: ...


class ByFile:
    """Nothing leaves by itself: the batch lies ready in the office."""

    def send(self, batch: Batch) -> Iterable[Mapping[str, Any]]:
        return ()


def gateway(hook: str) -> Gateway:
    """The gateway of a hook. Raises ImportError when it does not exist."""
    name = settings.OUTSIDE_GATEWAYS.get(hook, FILE)
    kind, _, script = name.partition(":")
    found: Gateway
    if kind.strip() == "fake":
        found = import_string(FAKE)(script)
    else:
        found = ByFile() if name == FILE else import_string(name)()
    return found


def is_by_file(hook: str) -> bool:
    return bool(settings.OUTSIDE_GATEWAYS.get(hook, FILE) == FILE)


def secrets_of(hook: str) -> tuple[str, ...]:
    """With which the other side signs its answers, the newest first; none: it cannot call."""
    return tuple(settings.OUTSIDE_SECRETS.get(hook, ()))


def most_secrets() -> int:
    """As many as any hook has."""
    return max((len(found) for found in settings.OUTSIDE_SECRETS.values()), default=0)
