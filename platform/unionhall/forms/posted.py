"""A posted step becomes nested values, or problems that name the field. Never raises.

What cannot be read is left out, so that the stored value stays, and is shown again as it was typed.
Values of fields that are hidden right now are read too: the draft keeps them, and only the engine
decides which ones count. Read-only values are the engine's to ignore.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from unionhall.engine.paths import Nested, read, write
from unionhall.engine.problem import Problem
from unionhall.forms.control import (
    ABSENT,
    KEPT,
    Control,
    Partly,
    Post,
    RenderContext,
    Unreadable,
)
from unionhall.forms.fields import address, parse_field
from unionhall.forms.layout import Step

PLATFORM = frozenset({"csrfmiddlewaretoken", "wizard_goto_step"})
"""Posted names that are not fields; so is every name that begins with `_`."""

_MOST_UNKNOWN = 20


@dataclass
class Posted:
    """`values`: nested, None where a field was emptied. `typed`: unreadable text by posted name."""

    values: Nested = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_step(step: Step, post: Post, context: RenderContext | None = None) -> Posted:
    """Reads every control of the step; refuses posted names that no control has."""
    posted = Posted()
    for control in step.controls:
        value = parse_field(post, control)
        if value is KEPT:
            continue
        if isinstance(value, Unreadable):
            _note(posted, control, value, post)
        elif isinstance(value, Partly):
            write(posted.values, control.path, value.value or None)
            for bad in value.unreadable:
                _note(posted, control, bad, post)
        elif value is ABSENT:
            write(posted.values, control.path, None)
        elif not _is_offered(control, value, context):
            _note(posted, control, Unreadable("choice", {"value": str(value)[:100]}), post)
        else:
            write(posted.values, control.path, value)
    posted.problems += unknown_names(step, post)
    return posted


def keep_typed(posted: Posted, raw: Nested, problems: Iterable[Problem]) -> None:
    """What cannot be stored (too long) stays on the page as it was typed."""
    for problem in problems:
        head, *rest = problem.path.split("/")
        value: object = read(raw, head)
        for part in rest:
            if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            else:
                value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, str) and problem.code != "bad-characters":
            posted.typed[problem.path.replace("/", ".")] = value


def _note(posted: Posted, control: Control, bad: Unreadable, post: Post) -> None:
    name = bad.name or control.path
    column = name.rsplit(".", 1)[-1]
    title = next((c.label for c in control.columns if c.path == column), control.label)
    typed = bad.params.get("value", post.get(control.path))
    if typed is not None:
        posted.typed[name] = str(typed)
    # What was typed may be sensitive: it goes back to the page, not into the problem.
    params = {"title": title} | {k: v for k, v in bad.params.items() if k != "value"}
    posted.problems.append(Problem(bad.code, _cell_path(control, name), params))


def _cell_path(control: Control, name: str) -> str:
    """`people.0.name` as the engine names it: `people/0/name`."""
    if control.kind != "table" or name == control.path:
        return name
    return f"{control.path}/{name[len(control.path) + 1 :].replace('.', '/', 1)}"


def _is_offered(control: Control, value: object, context: RenderContext | None) -> bool:
    """Code lists and files are not part of the schema, so what was chosen is checked here."""
    if context is None or control.kind not in ("choice", "multi_choice", "address", "file"):
        return True
    chosen = value if isinstance(value, list) else [value]
    if control.kind == "file":
        known = {file.key for file in context.files(control.path)}
        return all(item in known for item in chosen)
    is_region = control.kind == "address"
    key = address.codelist_of(control) if is_region else control.options.get("codelist")
    codes = context.codes(str(key)) if key else None
    return codes is None or {item.code for item in codes.items}.issuperset(chosen)


def unknown_names(step: Step, post: Post) -> list[Problem]:
    """One problem per posted name that belongs to no control of the step."""
    names = {control.path: control for control in step.controls}
    unknown = []
    for name in post:
        if name.startswith("_") or name in PLATFORM or name in names:
            continue
        top = name.split(":", 1)[0]
        owner = names.get(top)
        if owner is not None and owner.kind in ("address", "file", "verified"):
            continue
        if not any(_is_cell(control, name) for control in step.controls):
            unknown.append(Problem("unknown-field", _printable(name), {"title": _printable(name)}))
    return unknown[:_MOST_UNKNOWN]


def _is_cell(control: Control, name: str) -> bool:
    if control.kind != "table" or not name.startswith(f"{control.path}."):
        return False
    number, _, column = name[len(control.path) + 1 :].partition(".")
    is_row = number.isascii() and number.isdecimal()
    column = column.split(":", 1)[0]
    return is_row and any(c.path == column for c in control.columns)


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode().replace("\x00", "?")[:100]
