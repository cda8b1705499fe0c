"""Cases as a source of facts: `{"exists": "case", "where": {"process": ..., "union": ...}}`.

Answers about cases that were handed in, deleted ones left out; drafts are nobody's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from unionhall.cases.models import Case, CaseStatus
from unionhall.engine.facts import Question
from unionhall.language.formats import check_date
from unionhall.registers.asking import UnknownColumn, ask

SOURCE = "case"


def _day(name: str) -> Callable[[Case], str | None]:
    def read(case: Case) -> str | None:
        value = getattr(case, name)
        return value.date().isoformat() if value else None

    return read


# Column of the language -> (field looked up, how it is read).
COLUMNS: Mapping[str, tuple[str, Callable[[Case], Any]]] = {
    "id": ("key", lambda case: case.key),
    "number": ("number", lambda case: case.number),
    "process": ("process", lambda case: case.process),
    "matter_group": ("matter_group", lambda case: case.matter_group),
    "status": ("status", lambda case: case.status),
    "stage": ("stage", lambda case: case.stage),
    "union": ("union__key", lambda case: case.union.key if case.union else None),
    "person": ("person__key", lambda case: case.person.key if case.person else None),
    "submitted_on": ("submitted_at__date", _day("submitted_at")),
}
DAYS = frozenset({"submitted_on"})


def answer(question: Question) -> Any:
    """Raises UnknownColumn."""
    rows: QuerySet[Case] = (
        Case.objects.filter(deleted_at=None)
        .exclude(status=CaseStatus.DRAFT)
        .select_related("union", "person")
    )
    for name, value in question.where.items():
        if name not in COLUMNS:
            raise UnknownColumn(SOURCE, name)
        wanted = value if isinstance(value, list | tuple) else [value]
        safe = [one for one in wanted if isinstance(one, str) and "\x00" not in one]
        if name in DAYS:  # the database would refuse what is no day
            safe = [one for one in safe if check_date(one) is None]
        rows = rows.filter(**{f"{COLUMNS[name][0]}__in": safe})
    if question.column is not None and question.column not in COLUMNS:
        raise UnknownColumn(SOURCE, question.column)
    return ask(question.op, rows, _read, question.column)


def _read(case: Case) -> dict[str, Any]:
    return {name: read(case) for name, (_field, read) in COLUMNS.items()}
