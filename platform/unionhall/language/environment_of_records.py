"""The names in expressions of registers, imports and pickers of lines, with their types.

`record.*` are the columns of a record and what the platform knows of it, `row.*` and `header.*` the
cells of a workbook, `wrong.*` what is wrong with a cell ("" when it is right). Values are bound
by the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from unionhall.language import environment as names
from unionhall.language.expressions import Environment
from unionhall.language.model import (
    Import,
    ImportCell,
    ImportColumn,
    Process,
    RecordAction,
    Register,
)
from unionhall.language.schema import Schema, cel_type

# A record beside its columns: its key, its state, the keys of those it belongs to.
RECORD: Final = {"id": "string", "state": "string", "union": "string", "person": "string"}
BATCH: Final = {"number": "string"}


def environment_of_register(register: Register, action: RecordAction | None = None) -> Environment:
    """Names for expressions of a register, or of one of its actions.

    `form.*` are the fields of the action: its own form, else the columns it asks for. Without an
    action (facts and checks of the register) `form.*` are those of all its actions.
    """
    key = (register.digest, action.key if action else "")
    return names.kept(("register:" + key[0], key[1]), lambda: _of_register(register, action))


def environment_of_import(import_: Import) -> Environment:
    """Names for expressions of an import; header facts and checks read no `row.*`."""
    return names.kept(("import:" + import_.digest, ""), lambda: _of_import(import_))


def environment_of_picker(process: Process, register: Register) -> Environment:
    """Names of a process and of one record that may become a line: for `lock` and `set`."""
    key = ("picker:" + process.digest, register.digest)
    return names.kept(key, lambda: _of_picker(process, register))


def fields_of(register: Register, action: RecordAction) -> Schema:
    """The schema of what an action asks for: its form, or columns of the register.

    A removal or an act without a form asks for nothing.
    """
    if action.form is not None:
        return action.form.schema
    if action.do not in ("add", "edit"):
        return {"type": "object", "properties": {}}
    known = register.schema.get("properties", {})
    asked = {path.partition(".")[0] for path in action.fields} or set(known)
    return {**register.schema, "properties": {k: v for k, v in known.items() if k in asked}}


def _of_register(register: Register, action: RecordAction | None) -> Environment:
    actions = register.actions if action is None else (action,)
    places = [("form.", fields_of(register, one)) for one in reversed(actions)]
    variables, tables = _declared([("record.", register.schema), *places])
    # A column may be called like what the platform knows, and is then the column.
    variables = {**names.named("record", RECORD), **variables, **names.facts(register.facts)}
    return _environment(variables, tables)


def _of_import(import_: Import) -> Environment:
    variables = {**names.named("batch", BATCH), **_cells("row", import_.columns)}
    variables |= _cells("header", import_.header)
    variables |= {f"wrong.{column.key}": "string" for column in import_.columns}
    variables |= names.facts((*import_.header_facts, *import_.facts))
    return _environment(variables, {})


def _of_picker(process: Process, register: Register) -> Environment:
    known = names.environment(process)
    variables, tables = _declared([("record.", register.schema)])
    variables = {**names.named("record", RECORD), **variables, **known.variables}
    return Environment(variables, {**known.columns, **tables}, known.empty)


def _cells(group: str, cells: Iterable[ImportCell | ImportColumn]) -> dict[str, str]:
    return {f"{group}.{cell.key}": cel_type(cell.schema) for cell in cells}


def _declared(
    places: Iterable[tuple[str, Schema]],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    variables: dict[str, str] = {}
    tables: dict[str, tuple[str, ...]] = {}
    for prefix, schema in places:
        types, cells = names.fields(prefix, schema)
        variables |= types
        tables |= cells
    return variables, tables


def _environment(
    variables: Mapping[str, str], tables: Mapping[str, tuple[str, ...]]
) -> Environment:
    declared = {**names.CLOCK, **names.named("union", names.UNION), **variables}
    chain = {"union.chain": names.CHAIN_COLUMNS}
    lists = [n for n, t in variables.items() if t.startswith("list<") and n[:6] != "facts."]
    return Environment(declared, {**tables, **chain}, lists)
