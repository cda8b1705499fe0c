"""How records are shown: columns, and what a list without rows says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """`due`: until this day something has to be done; lists mark the days that are over."""

    key: str
    title: str
    mask: str | None = None
    due: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list without rows says: where to go on. `link` is a name of the platform's pages or
    `register:<key>`, `import:<key>`, `process:<key>`."""

    text: str
    link: str | None = None
