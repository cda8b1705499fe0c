"""What an import says of a row: facts asked, checks made, writes worked out, findings in words.

Pure: whoever reads the workbook hands in normal values, whoever reaches the database answers the
questions. A check that errs blocks, except where the cell it stumbles over is told of already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from unionhall.engine import effects
from unionhall.engine.facts import Question
from unionhall.engine.names import FAILURES
from unionhall.engine.paths import is_absent
from unionhall.engine.shapes import RegisterWrite
from unionhall.language.environment_of_records import environment_of_import
from unionhall.language.model import (
    Cel,
    Effect,
    Fact,
    Import,
    ImportCell,
    ImportCheck,
    ImportColumn,
)
from unionhall.language.working_days import NAME as CALENDAR
from unionhall.language.working_days import Calendar

# code, column, title, type, message, cause, remedy: what is kept in the ledger and shown
Words = Mapping[str, str]
Answers = Callable[[Fact, Sequence[Mapping[str, Any] | None]], Sequence[Any]]
_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Names:
    """The values of all names while one row (or the header alone) is looked at."""

    today: str
    now: str
    number: str
    union: Mapping[str, Any]
    header: Mapping[str, Any] = field(default_factory=dict)
    row: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    calendar: Callable[[], Calendar] | None = None

    def get(self, name: str) -> Any:
        group, _, rest = name.partition(".")
        if not rest:
            if group == CALENDAR:
                return self.calendar() if self.calendar else None
            return getattr(self, group) if group in ("today", "now") else None
        if group == "batch":
            return self.number if rest == "number" else None
        if group == "wrong":
            return self.wrong.get(rest, "")
        if group not in ("union", "header", "row", "facts"):
            return None
        value = getattr(self, group).get(rest)
        return None if isinstance(value, str) and is_absent(value) else value

    def of(self, row: Mapping[str, Any], wrong: Mapping[str, str] | None = None) -> Names:
        return replace(self, row=row, wrong=wrong or {})


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is one of the catalogue; `params` are what its message may name."""

    code: str
    column: str
    params: Mapping[str, Any] = field(default_factory=dict)


def ask(import_: Import, source: Cel, names: Names) -> Any:
    """Evaluates one CEL source. Raises EvaluationError or ExpressionError (see names.FAILURES)."""
    compiled = environment_of_import(import_).compile(source)
    return compiled.evaluate({name: names.get(name) for name in compiled.references})


def with_facts(
    import_: Import, facts: Iterable[Fact], rows: Sequence[Names], answers: Answers
) -> list[Names]:
    """The rows knowing their facts, asked for all of them together, one fact after the other.

    With an absent value to look for nothing is asked: `exists` is false, the others are null.
    """
    known = list(rows)
    for fact in facts:
        wheres = [_where(import_, fact, names) for names in known]
        found = answers(fact, wheres)
        known = [
            replace(names, facts={**names.facts, fact.key: value})
            for names, value in zip(known, found, strict=True)
        ]
    return known


def unknown(fact: Fact) -> Any:
    """What a fact is when there was nothing to look for."""
    return False if fact.op == "exists" else None


def question(fact: Fact, where: Mapping[str, Any]) -> Question:
    return Question(fact.key, fact.op, fact.source, where, fact.column)


def findings(
    import_: Import,
    checks: Iterable[ImportCheck],
    names: Names,
    wrong: Collection[str] = (),
) -> list[Finding]:
    """At most one for each column, in the order of the definition. `wrong`: columns of which
    something is said already; their own checks are not made."""
    found: list[Finding] = []
    said = set(wrong)
    for check in checks:
        if check.column and check.column in said:
            continue
        if not _fails(import_, check, names, wrong):
            continue
        said.add(check.column)
        found.append(Finding(check.code, check.column, _params(import_, check, names)))
    return found


def writes_of(import_: Import, due: Iterable[Effect], names: Names) -> tuple[RegisterWrite, ...]:
    """What these effects of the import write for a row. Raises one of names.FAILURES."""
    return effects.writes_of(due, lambda source: ask(import_, source, names))


def is_asked_outside(import_: Import, names: Names) -> bool:
    """Whether name and document of the row are checked outside; an error asks."""
    rule = import_.identity
    if rule is None or rule.when is None:
        return rule is not None
    try:
        return ask(import_, rule.when, names) is not False
    except FAILURES:
        return True


def words(import_: Import, finding: Finding, number: int, names: Names) -> dict[str, str]:
    """The finding in the words of the definition, as the ledger keeps it."""
    entry = import_.error(finding.code)
    title = title_of(import_, finding.column)
    value = names.row.get(finding.column, names.header.get(finding.column, ""))
    values = {
        "value": value,
        "row": number,
        "name": _name(import_, names),
        "union": names.get("union.name"),
        "column": title,
        **finding.params,
    }
    texts = (
        {part: getattr(entry, part) for part in ("type", "message", "cause", "remedy")}
        if entry
        else {"type": "", "message": finding.code, "cause": "", "remedy": ""}
    )
    filled = {part: filled_in(text, values) for part, text in texts.items()}
    return {"code": finding.code, "column": finding.column, "title": title, **filled}


def filled_in(text: str, values: Mapping[str, Any]) -> str:
    """Names in braces replaced once: braces that somebody typed stay what they are."""

    def shown(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        value = values[found[1]]
        return "" if value is None else str(value)

    return _NAME.sub(shown, text)


def title_of(import_: Import, column: str) -> str:
    """How people call it: without the star that marks what is required."""
    cells: tuple[ImportColumn | ImportCell, ...] = (*import_.columns, *import_.header)
    titles = (cell.title for cell in cells if cell.key == column)
    return next(titles, "").lstrip("*")


def _name(import_: Import, names: Names) -> Any:
    """How the row is called: what the outside check takes for the name, else `name`."""
    column = import_.identity.name if import_.identity else "name"
    return names.row.get(column)


def _where(import_: Import, fact: Fact, names: Names) -> dict[str, Any] | None:
    where: dict[str, Any] = {}
    for column, source in fact.where.items():
        try:
            value = ask(import_, source, names)
        except FAILURES:
            return None
        if is_absent(value):
            return None
        where[column] = value
    return where


def _fails(import_: Import, check: ImportCheck, names: Names, wrong: Collection[str]) -> bool:
    try:
        if check.when is not None and ask(import_, check.when, names) is False:
            return False
        return ask(import_, check.assertion, names) is not True
    except FAILURES:
        if check.when is not None and _holds(import_, check.assertion, names):
            return False
        return not _reads(import_, check, wrong)


def _holds(import_: Import, source: Cel, names: Names) -> bool:
    try:
        return ask(import_, source, names) is True
    except FAILURES:
        return False


def _reads(import_: Import, check: ImportCheck, columns: Collection[str]) -> bool:
    if not columns:
        return False
    environment = environment_of_import(import_)
    read: set[str] = set()
    for source in (check.assertion, check.when):
        try:
            read |= environment.compile(source).references if source else set()
        except FAILURES:
            return False
    return any(name.partition(".")[2] in columns for name in read)


def _params(import_: Import, check: ImportCheck, names: Names) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for name, source in check.values.items():
        try:
            params[name] = ask(import_, source, names)
        except FAILURES:
            params[name] = None
    return params
