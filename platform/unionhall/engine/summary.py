"""The few words of a case that queues show and search finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.paths import is_absent
from unionhall.engine.plan import plan_of
from unionhall.engine.world import World
from unionhall.language.masks import mask
from unionhall.language.model import Process

MAX_LENGTH = 80


def texts(process: Process, answers: Mapping[str, Any], world: World) -> list[str]:
    """Short texts in the order of `summary`; absent ones are left out.

    A choice reads as its title, money in yuan, a sensitive value masked: the summary is copied to
    columns that are searched, which never hold clear numbers.
    """
    names = Names(answers, world)
    plan = plan_of(process, process.form)
    found: list[str] = []
    for source in process.summary:
        try:
            value = ask(process, source, names)
        except FAILURES:
            continue
        node = plan.by_path.get(source.removeprefix("form."))
        text = as_text(value, node.schema if node else {}, dict(node.choices) if node else {})
        if text:
            found.append(text[:MAX_LENGTH])
    return found


def as_text(value: Any, schema: Mapping[str, Any], choices: Mapping[Any, str]) -> str:
    """One value as somebody reads it; empty for what has no short text (tables, yes and no)."""
    if is_absent(value) or isinstance(value, bool | Mapping):
        return ""
    if isinstance(value, list):
        return "、".join(filter(None, (as_text(one, schema, choices) for one in value)))
    if "x-sensitive" in schema:
        return mask(str(value), schema["x-sensitive"])
    if value in choices:
        return choices[value]
    if schema.get("format") == "money" and isinstance(value, int):
        yuan, fen = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{yuan}.{fen:02}"
    return str(value)
