"""The names a definition may use in its expressions, with their types.

Everything a CEL source of a process can mention is declared here and documented in
docs/reference/language.md. Values are bound by the engine.
"""

from __future__ import annotations

from typing import Final

from unionhall.language.expressions import Environment, Expression
from unionhall.language.model import Form, Process
from unionhall.language.schema import Schema, cel_type, columns, leaves

APPLICANT: Final = {
    "id": "string",
    "name": "string",
    "gender": "string",
    "document_kind": "string",
    "document_no": "string",
    "mobile": "string",
    "verified": "bool",
    "is_member": "bool",
    "unit_name": "string",
    "union": "string",
    "union_name": "string",
    "area_name": "string",
    "born_on": "string",
    "age": "int",
    "education": "string",
    "ethnicity": "string",
    "political": "string",
    "household": "string",
    "residence_region": "string",
    "residence": "string",
    "membership_state": "string",
    "membership_since": "string",
    "member_no": "string",
    "document_kind_code": "string",
    "nationality": "string",
    "email": "string",
}
UNION: Final = {
    "id": "string",
    "name": "string",
    "kind": "string",
    "founded_on": "string",
    "chair_name": "string",
    "parent": "string",
    "parent_name": "string",
    "area_name": "string",
    "chain_text": "string",
    "chain": "list<map>",
}
CHAIN_COLUMNS: Final = ("id", "name", "kind")
CASE: Final = {"number": "string", "status": "string", "reason": "string"}
CLOCK: Final = {"today": "string", "now": "string"}
FACT_TYPES: Final = {
    "exists": "bool",
    "count": "int",
    "sum": "int",
    "first": "map",
    "list": "list<map>",
}

_MOST_KEPT = 256
_environments: dict[tuple[str, str], Environment] = {}


def environment(process: Process, form: Form | None = None) -> Environment:
    """Names for expressions of the process, or of `form`, which is the form of a stage.

    In a stage `form.*` are its own fields and those of the application that it does not shadow.
    Cached by the digest of the process; a form that is not one of the process's is not cached.
    Raises SchemaError for a schema whose `$ref` leads nowhere.
    """
    form = form or process.form
    owner = owner_of(process, form)
    if owner is None:
        return _made(process, form)
    key = (process.digest, owner)
    found = _environments.get(key)
    if found is None:
        if len(_environments) >= _MOST_KEPT:
            _environments.clear()
        found = _environments[key] = _made(process, form)
    return found


def expression(
    process: Process, source: str, form: Form | None = None, returns: str | None = None
) -> Expression:
    """Compiled and kept. Raises ExpressionError."""
    return environment(process, form).compile(source, returns)


def type_name(leaf: Schema) -> str:
    """The type under which expressions see a field, its references resolved (as in `leaves`)."""
    return cel_type(leaf)


def owner_of(process: Process, form: Form) -> str | None:
    """The key of the stage whose form it is, "" for the application's, None for a foreign one."""
    if form is process.form:
        return ""
    for stage in process.stages:
        if stage.form is form:
            return stage.key
    return "" if form == process.form else None


def _made(process: Process, form: Form) -> Environment:
    variables: dict[str, str] = dict(CLOCK)
    tables: dict[str, tuple[str, ...]] = {"union.chain": CHAIN_COLUMNS}
    for group, known in (("applicant", APPLICANT), ("union", UNION), ("case", CASE)):
        variables |= {f"{group}.{name}": type_ for name, type_ in known.items()}
    variables |= {f"link.{link.key}": "string" for link in process.links}
    variables |= {f"facts.{fact.key}": FACT_TYPES[fact.op] for fact in process.facts}
    places = [("form.", process.form)]
    places += [(f"stage.{stage.key}.", stage.form) for stage in process.stages if stage.form]
    if form is not process.form:
        places.append(("form.", form))
    for prefix, one in places:
        types, cells = _fields(prefix, one.schema)
        variables |= types
        tables |= cells
    # A table nobody filled in has no rows. A list asked of the registers that could not be asked
    # stays null, so that "all of them are paid" fails instead of holding for none.
    mine = [n for n, t in variables.items() if t[:5] == "list<" and n[:5] in ("form.", "stage")]
    return Environment(variables, tables, mine)


def _fields(prefix: str, schema: Schema) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """(types of the fields under `prefix`, columns of those that are tables)."""
    found = leaves(schema)
    types = {f"{prefix}{path}": cel_type(leaf) for path, leaf in found.items()}
    tables = {f"{prefix}{path}": tuple(columns(schema, leaf)) for path, leaf in found.items()}
    return types, {name: names for name, names in tables.items() if names}
