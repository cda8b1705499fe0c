"""What the linter proves of a definition before it is published (language.md 7).

One module per family of rules; each yields findings with a code, a JSON pointer and sentences in
Chinese and English. Pure: what a definition refers to is handed in as `References`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from unionhall.language import findings
from unionhall.language.canonical import canonical
from unionhall.language.findings import Finding
from unionhall.language.lint import (
    actors,
    codelists,
    cycles,
    documents,
    duplicates,
    effects,
    expressions,
    flow,
    hidden,
    imports,
    lines,
    links,
    notices,
    paths,
    people,
    profile,
    schemas,
    sensitive,
    unused,
)
from unionhall.language.lint.references import References
from unionhall.language.lint.report import found
from unionhall.language.lint.sentences_documents import DOCUMENTS
from unionhall.language.lint.sentences_form import FORM
from unionhall.language.lint.sentences_people import PEOPLE
from unionhall.language.lint.sentences_process import PROCESS
from unionhall.language.lint.sentences_records import RECORDS
from unionhall.language.lint.subject import Subject
from unionhall.language.meta import findings_of_shape
from unionhall.language.parse import (
    DefinitionError,
    parse_codelist,
    parse_import,
    parse_pack,
    parse_process,
    parse_register,
)
from unionhall.language.schema import MAX_BYTES

__all__ = ["References", "lint"]

Json = Any
findings.add(FORM)
findings.add(PROCESS)
findings.add(DOCUMENTS)
findings.add(PEOPLE)
findings.add(RECORDS)

RULES: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    paths.rules,
    people.rules,
    links.rules,
    lines.rules,
    notices.rules,
    effects.rules,
    expressions.rules,
    cycles.rules,
    flow.rules,
    actors.rules,
    hidden.rules,
    sensitive.rules,
    codelists.rules,
    duplicates.rules,
    unused.rules,
)
# After these a schema cannot be walked safely, so nothing else is asked.
HARD = frozenset({"PRO002", "PRO003", "PRO010", "PRO012", "PRO013", "PRO018", "PRO019"})


def lint(doc: Mapping[str, Json], references: References) -> tuple[Finding, ...]:
    """Everything wrong with one document, by place. Never raises for a JSON object.

    A document whose shape is wrong gets only the findings about its shape: the rest would guess.
    """
    try:
        size = len(canonical(doc).encode())
    except ValueError:  # a lone surrogate or NaN: said as a finding, like any other shape
        return _sorted(findings_of_shape(doc))
    if size > MAX_BYTES:
        return (found("PRO004", "", size=size, limit=MAX_BYTES),)
    shape = findings_of_shape(doc)
    if any(finding.level == "error" for finding in shape):
        return _sorted(shape)
    schemas = tuple(_schemas(doc, references))
    if any(finding.code in HARD for finding in schemas):
        return _sorted((*shape, *schemas))
    try:
        meaning = tuple(_meaning(doc, references))
    except DefinitionError as error:  # a shape nobody foresaw: said, not raised
        meaning = error.findings
    return _sorted((*shape, *schemas, *meaning))


def _schemas(doc: Mapping[str, Json], references: References) -> Iterator[Finding]:
    registers = frozenset(references.tables)
    for pointer, schema in schemas.schemas(doc):
        yield from profile.schema(schema, pointer, registers=registers)
    for pointer, leaf in schemas.cells(doc):
        yield from profile.leaf(leaf, pointer, registers=registers)


def _meaning(doc: Mapping[str, Json], references: References) -> Iterator[Finding]:
    kind = doc["kind"]
    if kind == "process":
        subject = Subject(doc, parse_process(doc), references)
        for rules in RULES:
            yield from rules(subject)
    elif kind == "register":
        yield from documents.register(doc, parse_register(doc), references)
    elif kind == "import":
        yield from imports.rules(parse_import(doc), references)
    elif kind == "codelist":
        yield from documents.codelist(parse_codelist(doc))
    elif kind == "pack":
        yield from documents.pack(parse_pack(doc))


def _sorted(all_: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """By place, errors before warnings at one place, doubles once."""
    unique = {(one.path, one.code, str(one.params)): one for one in all_}
    return tuple(sorted(unique.values(), key=lambda one: (_order(one.path), one.level, one.code)))


def _order(path: str) -> tuple[tuple[int, str], ...]:
    """`/stages/2` before `/stages/10`."""
    return tuple((int(part) if part.isdecimal() else 0, part) for part in path.split("/"))
