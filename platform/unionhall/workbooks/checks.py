"""Judging what was read: the header as a whole, then row by row. Pure; nothing is asked here.

What needs the database or an expression over facts is `engine.import_rows`' to judge. One cell has
at most one problem, a row may have several.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from unionhall.language.model import CodeList, Import, ImportColumn
from unionhall.language.working_days import NAME as CALENDAR
from unionhall.language.working_days import Calendar
from unionhall.workbooks import cells
from unionhall.workbooks.conditions import Conditions
from unionhall.workbooks.problems import Problem
from unionhall.workbooks.raw import EMPTY, RawRow
from unionhall.workbooks.seen import Seen

Json = Any
Values = dict[str, Json]

_NAME_FORMAT: Final = "cn-person-name"


class Checker:
    """Compiled once for all rows of a workbook; feed it every row in order, because it remembers
    what must not stand twice. `header`: values of `header_findings`, for conditions over them."""

    def __init__(
        self,
        import_: Import,
        *,
        today: date,
        header: Mapping[str, Json] | None = None,
        codelists: Mapping[str, CodeList] | None = None,
        seen: Seen | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.import_ = import_
        self.seen = seen if seen is not None else Seen()
        self._conditions = Conditions(import_)
        self._known = {f"header.{key}": value for key, value in (header or {}).items()}
        self._known |= {"today": today.isoformat(), CALENDAR: calendar}
        columns = import_.columns
        # a number is judged after the column that tells its kind, wherever that stands
        ordered = sorted(columns, key=lambda one: bool(cells.kind_column(one.schema)))
        lists = codelists or {}
        self._judges = [
            (one.key, cells.judge_of(one, lists, today), cells.kind_column(one.schema))
            for one in ordered
        ]
        self._required = tuple(one.key for one in columns if one.required is True)
        self._conditional = tuple(one for one in columns if isinstance(one.required, str))
        self._order = {one.key: place for place, one in enumerate(columns)}
        self._name = name_column(import_)

    def row(self, raw: RawRow) -> tuple[Values, list[Problem]]:
        """(values in normal form, problems in the order of the columns)."""
        values: Values = {}
        problems: list[Problem] = []
        found = raw.cells
        for key, judge, beside in self._judges:
            cell = found.get(key, EMPTY)
            if cell.kind == "empty":
                continue
            kind = str(values.get(beside) or "") if beside else ""
            value, said = judge(cell, kind)
            values[key] = value
            if said is not None:
                problems.append(Problem(said[0], key, {**said[1], "value": cell.text.strip()}))
        for key in self._required:
            if key not in values:
                problems.append(Problem("required", key))
        if self._conditional:
            problems += self._required_here(values, problems)
        if raw.marks:
            problems += [Problem(mark, key) for key, mark in raw.marks.items()]
        if self.import_.unique:
            problems += self._twice(raw.number, values, problems)
        if len(problems) > 1:
            problems.sort(key=lambda one: self._order.get(one.column, -1))
        return values, problems

    def _required_here(self, values: Values, problems: list[Problem]) -> list[Problem]:
        """Columns required under a condition that holds."""
        missing = [one for one in self._conditional if one.key not in values]
        if not missing:
            return []
        wrong = {one.column: reason(one) for one in problems}

        def get(name: str) -> Json:
            group, _, key = name.partition(".")
            if group == "row":
                return values.get(key)
            return wrong.get(key, "") if group == "wrong" else self._known.get(name)

        holds = self._conditions.holds
        return [Problem("required", one.key) for one in missing if holds(str(one.required), get)]

    def _twice(self, number: int, values: Values, problems: list[Problem]) -> list[Problem]:
        """The same values stood in a row before; a row with a wrong one of them holds none."""
        unique = self.import_.unique
        key = tuple(values.get(one) for one in unique)
        wrong = {one.column for one in problems}
        if None in key or wrong.intersection(unique):
            return []
        first = self.seen.first(key, number, str(values.get(self._name, "")))
        if first is None:
            return []
        return [Problem("duplicate", unique[-1], {"row": first[0], "name": first[1]})]


def row_findings(
    import_: Import, raw: RawRow, *, today: date, **known: Any
) -> tuple[Values, list[Problem]]:
    """One row alone, as when failed rows are tried again; many rows share a `Checker`."""
    return Checker(import_, today=today, **known).row(raw)


def reason(problem: Problem) -> str:
    """What `wrong.<column>` says in expressions: the reason of a format's check, else the code."""
    return str(problem.params.get("reason") or problem.code)


def name_column(import_: Import) -> str:
    """The column by which people call a row."""
    if import_.identity is not None:
        return import_.identity.name
    named = (one.key for one in import_.columns if _is_name(one))
    return next(named, "name")


def _is_name(column: ImportColumn) -> bool:
    return column.schema.get("format") == _NAME_FORMAT
