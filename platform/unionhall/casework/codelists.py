"""Code lists as decision tables: facts ask them like any other table.

Columns are `code`, `title`, `parent` and those of the items' `values`. Items out of date today
are not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any, Final

from django.utils import timezone

from unionhall.definitions import selectors as definitions
from unionhall.engine.facts import Question
from unionhall.language.model import CodeItem, CodeList
from unionhall.registers.asking import UnknownColumn
from unionhall.registers.sources import Provider

OWN: Final = ("code", "title", "parent")
MOST: Final = 100
# Most names that come here are registers; that one is not a code list is believed for a while.
_FORGET_AFTER: Final = 30.0
_no_list: dict[str, float] = {}


def resolve(name: str) -> Provider | None:
    """Who answers for a published code list; None for any other name."""
    if monotonic() - _no_list.get(name, -_FORGET_AFTER) < _FORGET_AFTER:
        return None
    try:
        found = definitions.codelist(name)
    except definitions.NotPublished:
        _no_list[name] = monotonic()
        return None
    return lambda question: _answer(found, question)


def _answer(found: CodeList, question: Question) -> Any:
    """Raises UnknownColumn."""
    known = {*OWN, *(name for item in found.items for name in item.values)}
    for name in (*question.where, *([question.column] if question.column else [])):
        if name not in known:
            raise UnknownColumn(question.source, name)
    today = timezone.localdate().isoformat()
    rows = [
        row
        for item in found.items
        if _is_valid(item, today) and _fits(row := _read(item, known), question.where)
    ]
    if question.op == "exists":
        return bool(rows)
    if question.op == "count":
        return len(rows)
    if question.op == "first":
        return rows[0] if rows else None
    if question.op == "list":
        return rows[:MOST]
    if question.op == "sum":
        numbers = [row.get(question.column or "") for row in rows]
        return sum(n for n in numbers if isinstance(n, int) and not isinstance(n, bool))
    raise ValueError(f"a question cannot be {question.op!r}")


def _is_valid(item: CodeItem, today: str) -> bool:
    return (item.valid_from or "") <= today <= (item.valid_to or "9999")


def _read(item: CodeItem, known: set[str]) -> dict[str, Any]:
    own = {"code": item.code, "title": item.title, "parent": item.parent}
    return {**dict.fromkeys(known), **item.values, **own}


def _fits(row: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    for name, value in where.items():
        wanted = value if isinstance(value, list | tuple) else [value]
        if not any(_same(row[name], one) for one in wanted):
            return False
    return True


def _same(one: Any, other: Any) -> bool:
    """1 and 1.0 are one number, true is none."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other
