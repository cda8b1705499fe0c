"""One change, and comparing keyed lists and plain values.

Knows no part of a definition by name; the sentences are in `chinese` and `english`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from unionhall.language.changes import chinese, english

Json = Any
Klass = Literal["invisible", "re-validate", "ask", "stay"]
INVISIBLE: Klass = "invisible"
REVALIDATE: Klass = "re-validate"
ASK: Klass = "ask"
STAY: Klass = "stay"


@dataclass(frozen=True, slots=True)
class Change:
    """`path` is a JSON pointer into the new document, into the old one for what is gone.

    `name` is what people call the thing that changed.
    """

    kind: str
    path: str
    before: Json
    after: Json
    klass: Klass
    name: str = ""

    def sentence(self, language: str = "zh") -> str:
        """One sentence in `zh` or `en`, with what it means for cases that exist."""
        words = chinese if language == "zh" else english
        said = words.KINDS[self.kind].format(
            name=self.name, before=shown(self.before, language), after=shown(self.after, language)
        )
        meaning = words.CLASSES[self.klass]
        return f"{said}（{meaning}）" if language == "zh" else f"{said} ({meaning})"


def at(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def shown(value: Json, language: str) -> str:
    """A value as a sentence quotes it: short, never a Python literal."""
    zh = language == "zh"
    if value is None or value == "" or value == []:
        return "无" if zh else "none"
    if isinstance(value, bool):
        return ("是" if value else "否") if zh else ("yes" if value else "no")
    if isinstance(value, Mapping):
        text = ("；" if zh else "; ").join(f"{k}: {shown(v, language)}" for k, v in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        text = ("、" if zh else ", ").join(shown(item, language) for item in value)
    else:
        text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"


@dataclass(frozen=True, slots=True)
class Pair:
    """One key of two lists. `index` is its place in the list that has it, the new one first."""

    key: str
    old: Json
    new: Json
    index: int


def pairs(old: Iterable[Json], new: Iterable[Json], key: str = "key") -> Iterator[Pair]:
    """Items of two lists by key: those of the new list in order, then those that are gone."""
    before = {item.get(key): item for item in old if isinstance(item, Mapping)}
    seen = set()
    for index, item in enumerate(new):
        name = item.get(key)
        seen.add(name)
        yield Pair(str(name), before.get(name), item, index)
    for index, (name, item) in enumerate(before.items()):
        if name not in seen:
            yield Pair(str(name), item, None, index)


def is_reordered(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether what both lists have comes in another order; additions and removals do not count."""
    first, second = list(old), list(new)
    return [k for k in first if k in second] != [k for k in second if k in first]


def value(
    kind: str, path: str, before: Json, after: Json, klass: Klass, name: str = ""
) -> Iterator[Change]:
    """One change when two values differ."""
    if before != after:
        yield Change(kind, path, before, after, klass, name)
