"""The catalogue of an import: every entry is used, every word of a sentence is known.

The findings of the platform are those of `workbooks` and `casework.imports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from unionhall.language.findings import Finding
from unionhall.language.formats import FORMATS
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import at
from unionhall.language.model import Import

SLOT = re.compile(r"{([^{}]*)}")
# What every sentence may name.
GIVEN: Final = frozenset(
    ("value", "row", "name", "union", "column", "cell", "limit", "options", "letter", "found")
) | {"version"}
# Of a cell, of the whole workbook, of a record that is there already; reasons of formats.
FINDINGS: Final = frozenset(
    (
        *("required", "format", "formula", "not-text", "error-cell", "duplicate", "choice"),
        *("too-long", "too-short", "pattern", "range", "type", "look-alike", "inner-blank"),
        *("stray-blank", "merged", "hidden", "invalid"),
        *("layout", "version", "no-version", "other-template", "anchor", "label", "head"),
        *("last-column", "header-merged", "header-required", "hidden-column", "hidden-sheet"),
        *("sheet", "empty", "no-rows", "too-many-rows"),
        *("already-member", "document-taken", "key-taken", "not-yours"),
        *("length", "checksum", "characters", "date", "old-number", "future", "start", "blank"),
    )
)


def codes(one: Import) -> Iterator[Finding]:
    used = _used(one)
    for pointer, code in used:
        if one.error(code) is None:
            yield found("IMP007", pointer, code=code)
    told = {code for _, code in used}
    # An entry called like a finding of the platform is found by that name.
    for error in one.errors:
        if error.code not in told:
            yield found("IMP008", at("errors", error.code), code=error.code)
    places = {cell.key for cell in one.header} | {column.key for column in one.columns}
    for key in one.codes:
        column, _, finding = key.rpartition(":")
        if column and column not in places:
            yield found("IMP004", at("codes", key), column=column)
        if finding not in FINDINGS and finding not in FORMATS:
            yield found("IMP009", at("codes", key), finding=finding)
    yield from _words(one)


def _used(one: Import) -> list[tuple[str, str]]:
    used = [(at("codes", key), code) for key, code in one.codes.items()]
    for word, checks in (("header_checks", one.header_checks), ("row_checks", one.row_checks)):
        used += [(at(word, index, "code"), check.code) for index, check in enumerate(checks)]
    if one.identity is not None:
        used.append((at("identity", "mismatch"), one.identity.mismatch))
        used.append((at("identity", "timeout"), one.identity.timeout))
    return used


def _words(one: Import) -> Iterator[Finding]:
    """A sentence names only what every check that says it can give."""
    given: dict[str, list[Mapping[str, str]]] = {}
    for check in (*one.header_checks, *one.row_checks):
        given.setdefault(check.code, []).append(check.values)
    for error in one.errors:
        own = set.intersection(*map(set, given[error.code])) if error.code in given else set()
        for part in ("message", "cause", "remedy"):
            for name in SLOT.findall(getattr(error, part)):
                if name not in GIVEN | own:
                    yield found("IMP010", at("errors", error.code, part), name=name)
    for word, checks in (("header_checks", one.header_checks), ("row_checks", one.row_checks)):
        for index, check in enumerate(checks):
            error_of = one.error(check.code)
            said = f"{error_of.message}{error_of.cause}{error_of.remedy}" if error_of else ""
            for name in check.values:
                if f"{{{name}}}" not in said:
                    yield found("IMP011", at(word, index, "values", name), name=name)
