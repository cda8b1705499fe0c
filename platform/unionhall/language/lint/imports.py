"""Imports: cells and columns told apart, words for what is wrong, complete records.

What `workbooks` reads by this, `casework.imports` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from unionhall.language.environment_of_records import environment_of_import
from unionhall.language.findings import Finding
from unionhall.language.lint import asked, effects
from unionhall.language.lint.absence import fact, known, samples
from unionhall.language.lint.asked import Asked
from unionhall.language.lint.duplicates import repeated
from unionhall.language.lint.expressions import in_order
from unionhall.language.lint.import_codes import codes
from unionhall.language.lint.links import facts
from unionhall.language.lint.references import References, Table
from unionhall.language.lint.report import found
from unionhall.language.lint.sensitive import in_clear, of_schema
from unionhall.language.lint.subject import at
from unionhall.language.model import Effect, Import, ImportCell, ImportCheck, ImportColumn
from unionhall.language.schema import types_of
from unionhall.language.tables import Leaves

TEMPLATE: Final = at("template")
SCALARS: Final = ("string", "integer", "number", "boolean")
KIND: Final = "cn-id-document"
ROW = re.compile(r"[0-9]+")


def rules(one: Import, references: References) -> Iterator[Finding]:
    verbs = references.matter_groups.get(one.matter_group)
    if verbs is None:
        yield found("REF019", at("matter_group"), group=one.matter_group)
    else:
        for pointer, right in _rights(one):
            if right not in verbs:
                yield found("REF020", pointer, right=right, group=one.matter_group)
    yield from _consents(one, references)
    yield from _places(one)
    yield from _cells(one, references)
    yield from _named(one)
    yield from _window(one)
    yield from codes(one)
    yield from effects.writes(one.effects, at("effects"), references.tables)
    yield from _expressions(one, references)


def _rights(one: Import) -> Iterator[tuple[str, str]]:
    yield at("permission"), one.permission
    if one.review is not None:
        yield at("review", "permission"), one.review.permission


def _consents(one: Import, references: References) -> Iterator[Finding]:
    """Each names a text; what is sealed is brought along by somebody who answers for it."""
    yield from repeated(at("consents"), "key", [consent.key for consent in one.consents])
    for index, consent in enumerate(one.consents):
        if consent.text not in references.texts:
            yield found("REF012", at("consents", index, "text"), text=consent.text)
    if one.consents:
        return
    sealed = (*_sealed("header", one.header), *_sealed("columns", one.columns))
    for pointer, title in sealed[:1]:
        yield found("SEN008", TEMPLATE + pointer, column=title)


def _sealed(word: str, cells: Sequence[ImportCell | ImportColumn]) -> Iterator[tuple[str, str]]:
    for index, cell in enumerate(cells):
        if "x-sensitive" in cell.schema:
            yield at(word, index, "schema", "x-sensitive"), cell.title


def _places(one: Import) -> Iterator[Finding]:
    """Every cell of the head is one thing only and stands above the rows."""
    places = [(at("anchors", n, "cell"), cell) for n, (cell, _) in enumerate(one.anchors)]
    for index, cell in enumerate(one.header):
        places.append((at("header", index, "label_cell"), cell.label_cell))
        places.append((at("header", index, "cell"), cell.cell))
    seen: set[str] = set()
    for pointer, place in places:
        row = ROW.search(place)
        if place in seen:
            yield found("IMP001", TEMPLATE + pointer, cell=place)
        elif row is not None and int(row[0]) >= one.head_row:
            yield found("IMP002", TEMPLATE + pointer, cell=place, row=one.head_row)
        seen.add(place)
    yield from repeated(TEMPLATE + at("columns"), "title", [c.title for c in one.columns])
    yield from repeated(TEMPLATE + at("columns"), "key", [c.key for c in one.columns])
    # findings of both are told by the key alone
    own = [column.key for column in one.columns]
    yield from repeated(TEMPLATE + at("header"), "key", [c.key for c in one.header], own)


def _cells(one: Import, references: References) -> Iterator[Finding]:
    cells: list[tuple[str, ImportCell | ImportColumn]] = []
    cells += [(at("header", index), cell) for index, cell in enumerate(one.header)]
    cells += [(at("columns", index), column) for index, column in enumerate(one.columns)]
    keys = {column.key for column in one.columns}
    for pointer, cell in cells:
        path = TEMPLATE + pointer
        if not set(types_of(cell.schema)) <= set(SCALARS) or not types_of(cell.schema):
            yield found("IMP003", path + at("schema"), column=cell.title)
        name, _, kind = str(cell.schema.get("format", "")).partition(":")
        if name == KIND and kind and kind not in keys:
            yield found("IMP004", path + at("schema", "format"), column=kind)
        if cell.codelist and cell.codelist not in references.codelists:
            yield found("IMP005", path + at("codelist"), codelist=cell.codelist)
        for finding in of_schema({"properties": {"x": cell.schema}}, ""):
            yield Finding(
                finding.code,
                path + at("schema") + finding.path.removeprefix(at("properties", "x")),
                {**finding.params, "field": cell.title},
            )


def _named(one: Import) -> Iterator[Finding]:
    """Columns that are named exist."""
    columns = {column.key for column in one.columns}
    header = {cell.key for cell in one.header}
    named = [(at("unique", n), key, columns) for n, key in enumerate(one.unique)]
    if one.identity is not None:
        named.append((at("identity", "name"), one.identity.name, columns))
        named.append((at("identity", "document"), one.identity.document, columns))
    for word, checks, places in (
        ("header_checks", one.header_checks, header),
        ("row_checks", one.row_checks, columns | header),
    ):
        yield from repeated(at(word), "id", [check.key for check in checks])
        for index, check in enumerate(checks):
            if check.column:
                named.append((at(word, index, "column"), check.column, places))
    for pointer, key, places in named:
        if key not in places:
            yield found("IMP004", pointer, column=key)


def _window(one: Import) -> Iterator[Finding]:
    windows = [("/window", one.window)]
    windows.append(("/identity/window", one.identity.window if one.identity else None))
    for pointer, window in windows:
        if window is not None and window[0] >= window[1]:
            yield found("IMP006", pointer, begin=window[0], end=window[1])


def _expressions(one: Import, references: References) -> Iterator[Finding]:
    names, tables = environment_of_import(one), references.tables
    every = [
        *asked.of_facts(one.header_facts, names, at("header_facts"), tables, ("row", "wrong")),
        *asked.of_facts(one.facts, names, at("facts"), tables, ("wrong",)),
        *_checks(one, "header_checks", one.header_checks, ("row", "wrong")),
        *_checks(one, "row_checks", one.row_checks, ()),
        *_required(one),
        *_reviewed(one),
    ]

    def targets(effect: Effect) -> tuple[Leaves, Leaves]:
        return effects.leaves_of(effect, tables)

    every += asked.of_effects(one.effects, names, at("effects"), targets)
    yield from asked.findings(every, _samples(one, tables))
    known_before = [fact.key for fact in one.header_facts]
    yield from in_order(one.header_facts, names, "", (), "header_facts")
    yield from in_order(one.facts, names, "", known_before)
    for word, questions in (("header_facts", one.header_facts), ("facts", one.facts)):
        yield from facts(questions, tables, at(word))
        yield from asked.unread(questions, at(word), every)
    sealed = {f"row.{c.key}" for c in one.columns if "x-sensitive" in c.schema}
    sealed |= {f"header.{c.key}" for c in one.header if "x-sensitive" in c.schema}
    for position, effect in enumerate(one.effects):
        yield from in_clear(effect, at("effects", position), references, names, sealed)


def _checks(
    one: Import, word: str, checks: tuple[ImportCheck, ...], early: tuple[str, ...]
) -> Iterator[Asked]:
    names = environment_of_import(one)
    for index, check in enumerate(checks):
        path = at(word, index)
        if check.when is not None:
            yield Asked(path + at("when"), check.when, names, "bool", early=early)
        pointer = path + at("assert")
        yield Asked(pointer, check.assertion, names, "bool", check.when, early=early)
        for name, source in check.values.items():
            yield Asked(path + at("values", name), source, names, is_fact=True, early=early)


def _reviewed(one: Import) -> Iterator[Asked]:
    if one.review is not None:
        names = environment_of_import(one)
        early = ("row", "wrong", "facts")
        yield Asked(at("review", "at"), one.review.at, names, "map", early=early, is_value=True)


def _required(one: Import) -> Iterator[Asked]:
    """Whether a cell is required is asked before any fact."""
    names = environment_of_import(one)
    for index, column in enumerate(one.columns):
        if isinstance(column.required, str):
            pointer = TEMPLATE + at("columns", index, "required")
            yield Asked(pointer, column.required, names, "bool", early=("facts",))
    if one.identity is not None and one.identity.when is not None:
        yield Asked(at("identity", "when"), one.identity.when, names, "bool")


def _samples(one: Import, tables: Mapping[str, Table]) -> asked.Samples:
    cells: dict[str, ImportCell | ImportColumn] = {f"row.{c.key}": c for c in one.columns}
    cells |= {f"header.{c.key}": c for c in one.header}
    questions = (*one.header_facts, *one.facts)

    def values(name: str, literals: list[str]) -> list[Any]:
        group, _, path = name.partition(".")
        if name in cells:
            absent = [] if cells[name].required is True else [None]
            return [*absent, *samples(cells[name].schema, literals)]
        if group == "wrong":
            return ["", "format"]
        if group == "batch":
            return ["DR1"]
        return fact(questions, path, tables) if group == "facts" else known(name)

    return values
