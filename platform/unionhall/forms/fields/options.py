"""The labelled choices of a field and how their values travel through a post.

A choice's value may be any scalar; it is posted as text and mapped back by equality of that text,
so the stored value has the type the definition gave it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unionhall.forms.control import Control, RenderContext

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState


@dataclass(frozen=True, slots=True)
class Option:
    value: Any
    title: str
    description: str = ""

    @property
    def posted(self) -> str:
        return posted(self.value)


def posted(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def of_schema(leaf: Mapping[str, Any]) -> tuple[Option, ...]:
    """Choices of `oneOf` (const + title), `enum`, or of the items of an array."""
    if "items" in leaf and isinstance(leaf["items"], Mapping):
        return of_schema(leaf["items"])
    labelled = [branch for branch in leaf.get("oneOf", ()) if "const" in branch]
    if labelled:
        return tuple(
            Option(
                b["const"],
                str(b.get("title", b["const"])),
                str(b.get("description") or b.get("x-label") or ""),
            )
            for b in labelled
        )
    return tuple(Option(value, str(value)) for value in leaf.get("enum", ()) if value is not None)


def of(control: Control, state: FieldState | None, context: RenderContext) -> tuple[Option, ...]:
    """What may be chosen now: the state's choices when the engine narrowed them, else a code list
    named by the layout, else the schema's own."""
    narrowed = state.choices if state is not None else ()
    if narrowed:
        known = {option.posted: option for option in of_schema(control.leaf)}
        return tuple(known.get(posted(v), Option(v, title)) for v, title in narrowed)
    key = control.options.get("codelist")
    items = context.offered(str(key)) if key else None
    if items is not None:
        return tuple(Option(item.code, item.title) for item in items)
    return of_schema(control.leaf)


def chosen(options: Sequence[Option], text: str) -> Option | None:
    return next((option for option in options if option.posted == text), None)


def title_of(options: Sequence[Option], value: Any) -> str | None:
    """Title of a stored value, None when it is not among the options."""
    return next((option.title for option in options if option.posted == posted(value)), None)
