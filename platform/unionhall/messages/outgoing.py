"""A message before it is written: what composes messages hands to what writes them."""

from __future__ import annotations

from dataclasses import dataclass

from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be. `dedupe` without the channel; `recipient` or `address` is set."""

    title: str
    text: str
    dedupe: str
    recipient: User | None = None
    address: str = ""
    case_key: str = ""
