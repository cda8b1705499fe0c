"""Facts of many rows with few questions.

Most rows of an import are about somebody new: "is any of these two hundred known?" is one query.
Where the answer is yes they are asked together; columns that nobody may read (numbers of
documents) cannot tell whose row an answer is, so there the rows are halved instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unionhall.engine.facts import Question
from unionhall.engine.import_rows import question, unknown
from unionhall.language.model import Fact
from unionhall.registers import many
from unionhall.registers import selectors as registers
from unionhall.registers.tables import TABLES

Where = Mapping[str, Any]
# Fewer questions than this are asked as they are: halving them costs as much.
FEW = 6
NOTHING: Mapping[str, Any] = {"exists": False, "count": 0, "sum": 0, "first": None}


def answers(fact: Fact, wheres: Sequence[Where | None]) -> list[Any]:
    """The answer for each; None among `wheres` asks for nothing."""
    known: dict[str, Any] = {}
    asked = {_name(where): where for where in wheres if where is not None}
    varied = _varied(list(asked.values())) if fact.op in NOTHING else None
    _ask(fact, asked, varied, known)
    return [unknown(fact) if where is None else known[_name(where)] for where in wheres]


def _ask(fact: Fact, asked: Mapping[str, Where], varied: str | None, known: dict[str, Any]) -> None:
    if varied is not None and len(asked) > FEW:
        first = next(iter(asked.values()))
        together = {**first, varied: [where[varied] for where in asked.values()]}
        if not registers.answer(Question(fact.key, "exists", fact.source, together)):
            known.update(dict.fromkeys(asked, NOTHING[fact.op]))
            return
        if _is_hidden(fact.source, varied):
            items = list(asked.items())
            middle = len(items) // 2
            for half in (items[:middle], items[middle:]):
                _ask(fact, dict(half), varied, known)
            return
    found = many.answers([question(fact, where) for where in asked.values()]) if asked else []
    known.update(zip(asked, found, strict=True))


def _varied(wheres: Sequence[Where]) -> str | None:
    """The one column in which they differ, when it is one of plain values."""
    if not wheres or any(where.keys() != wheres[0].keys() for where in wheres):
        return None
    differing = [c for c in wheres[0] if len({repr(where[c]) for where in wheres}) > 1]
    if len(differing) != 1:
        return None
    column = differing[0]
    return column if all(isinstance(w[column], str | int) for w in wheres) else None


def _is_hidden(source: str, column: str) -> bool:
    table = TABLES.get(source)
    return table is not None and column in table.columns and table.columns[column][1] is None


def _name(where: Where) -> str:
    return repr(sorted(where.items()))
