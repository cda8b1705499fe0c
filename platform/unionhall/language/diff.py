"""What changed between two definitions, by meaning: field, rule, material, stage, right.

Identity is the key, so a new title is a new title and not a removal and an addition. Every change
has a class (language.md 6): what it means for drafts and cases that exist. No text diff here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unionhall.language.changes import chain, documents, form, records, surroundings
from unionhall.language.changes.change import ASK, INVISIBLE, REVALIDATE, STAY, Change, at

__all__ = ["ASK", "INVISIBLE", "REVALIDATE", "STAY", "Change", "diff", "worst"]

Json = Any
SEVERITY = (INVISIBLE, REVALIDATE, ASK, STAY)


def diff(old: Json, new: Json) -> tuple[Change, ...]:
    """Changes from `old` to `new`, in the order of the document; empty when they mean the same.

    Both are documents of one kind; a text is its Markdown. `old` None: the document is new.
    """
    if old is None:
        return (Change("document-added", "", None, _name(new), INVISIBLE, _name(new)),)
    if isinstance(new, str) or isinstance(old, str):
        same = isinstance(old, str) and isinstance(new, str) and _lines(old) == _lines(new)
        return () if same else (Change("wording", "", old, new, ASK, _name(new)),)
    if new.get("kind") == "process":
        return tuple(_process(old, new))
    return tuple(documents.document(old, new))


def worst(changes: tuple[Change, ...]) -> str | None:
    """The class that decides how running cases are treated; None when nothing changed."""
    found = {change.klass for change in changes}
    return next((klass for klass in reversed(SEVERITY) if klass in found), None)


def _process(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    yield from surroundings.head(old, new)
    yield from surroundings.questions(old, new)
    yield from form.form(old.get("form", {}), new.get("form", {}), at("form"))
    yield from records.lines(old, new)
    yield from surroundings.materials(old, new)
    yield from chain.stages(old, new)
    yield from surroundings.messages(old, new)
    yield from surroundings.scenarios(old, new)


def _name(doc: Json) -> str:
    return str(doc.get("title", doc.get("key", ""))) if isinstance(doc, Mapping) else ""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
