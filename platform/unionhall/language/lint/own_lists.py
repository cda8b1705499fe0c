"""What a register shows to the person whom a record is about: whose it is, and where he goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from unionhall.language.findings import Finding
from unionhall.language.lint.duplicates import repeated
from unionhall.language.lint.lines import empty, known_columns
from unionhall.language.lint.references import References
from unionhall.language.lint.report import found
from unionhall.language.lint.subject import at
from unionhall.language.model import OwnList, Register
from unionhall.language.schema import leaves, types_of

PERSON: Final = "person"
NUMBER: Final = "document_no"
PROCESS: Final = "process"


def rules(one: Register, references: References) -> Iterator[Finding]:
    mine, base = one.mine, at("mine")
    if mine is None:
        return
    for known, column in mine.match.items():
        if not _tells(one, known, column):
            yield found("REG014", base + at("match", known), field=column, known=known)
    columns = known_columns(one)
    for index, shown in enumerate(mine.listing.columns):
        if shown.key not in columns:
            pointer = base + at("columns", index, "key")
            yield found("REG001", pointer, field=shown.key, name=mine.listing.title)
    yield from repeated(base + at("columns"), "key", [one.key for one in mine.listing.columns])
    for index, state in enumerate(mine.listing.states):
        if state not in one.states:
            yield found("REG002", base + at("states", index), state=state)
    yield from _way_on(mine, base, references)


def _tells(one: Register, known: str, column: str) -> bool:
    """Whether a column says who somebody is: a reference to a person, a number that is kept sealed
    and so is normal, the kind of its document."""
    if one.table:
        return known == PERSON and column == PERSON and PERSON in one.owners
    leaf = leaves(one.schema).get(column)
    if leaf is None:
        return False
    if known == PERSON:
        return leaf.get("format") == "person-ref"
    return types_of(leaf) == ("string",) and (known != NUMBER or leaf.get("x-sensitive") == "id")


def _way_on(mine: OwnList, base: str, references: References) -> Iterator[Finding]:
    """Registers and imports are pages of the office: he could not go there."""
    link = mine.listing.empty.link if mine.listing.empty else None
    if link and link.partition(":")[0] != PROCESS:
        yield found("REG015", base + at("empty", "link"), link=link)
        return
    yield from empty(references, mine.listing.empty, base)
