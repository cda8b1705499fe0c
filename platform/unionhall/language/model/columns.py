"""How records are shown: columns, and what a list without rows says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: str
    mask: str | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list without rows says: where to go on. `link` is a name of the platform's pages or
    `register:<key>`, `import:<key>`, `process:<key>`."""

    text: str
    link: str | None = None
