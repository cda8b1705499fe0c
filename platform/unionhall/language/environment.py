"""The names a definition may use in its expressions, with their types.

Everything a CEL source of a process can mention is declared here and documented in
docs/reference/language.md; registers and imports are in `environment_of_records`. Values are bound
by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from unionhall.language.expressions import Environment, Expression
from unionhall.language.model import Fact, Form, Lines, Process
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
# How many lines a case has, and in which state.
LINES: Final = {"total": "int", "open": "int", "passed": "int", "failed": "int"}
# The line itself, beside its fields `item.*`.
LINE: Final = {
    "number": "int",
    "state": "string",
    "reason": "string",
    "record": "string",
    "person": "string",
}
# What an outside system said of a line, beside what the stage names in `answers`.
ANSWER: Final = {"code": "string", "reason": "string"}
FACT_TYPES: Final = {
    "exists": "bool",
    "count": "int",
    "sum": "int",
    "first": "map",
    "list": "list<map>",
}

_MOST_KEPT = 256
EACH_LINE: Final = "each line"
_environments: dict[tuple[str, str], Environment] = {}


def environment(process: Process, form: Form | None = None) -> Environment:
    """Names for expressions of the process, or of `form`, which is the form of a stage.

    In a stage `form.*` are its own fields and those of the application that it does not shadow.
    Cached by the digest of the process; a form that is not one of the process's is not cached.
    Raises SchemaError for a schema whose `$ref` leads nowhere.
    """
    if isinstance(process.names, Environment):
        return process.names
    form = form or process.form
    owner = owner_of(process, form)
    if owner is None:
        return _made(process, form)
    return kept((process.digest, owner), lambda: _made(process, form))


def environment_of_lines(process: Process) -> Environment:
    """The names of a process and those of one of its lines: `item.*`, `line.*`, `answer.*`."""
    return kept((process.digest, EACH_LINE), lambda: _made(process, process.form, is_line=True))


def kept(key: tuple[str, str], make: Callable[[], Environment]) -> Environment:
    """The environment of this key, made when nobody asked for it before."""
    found = _environments.get(key)
    if found is None:
        if len(_environments) >= _MOST_KEPT:
            _environments.clear()
        found = _environments[key] = make()
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


def _made(process: Process, form: Form, *, is_line: bool = False) -> Environment:
    variables: dict[str, str] = dict(CLOCK)
    tables: dict[str, tuple[str, ...]] = {"union.chain": CHAIN_COLUMNS}
    for group, known in (("applicant", APPLICANT), ("union", UNION), ("case", CASE)):
        variables |= named(group, known)
    variables |= {f"link.{link.key}": "string" for link in process.links}
    variables |= facts(process.facts)
    places = [("form.", process.form.schema)]
    places += [(f"stage.{s.key}.", s.form.schema) for s in process.stages if s.form]
    if form is not process.form:
        places.append(("form.", form.schema))
    if process.period is not None:
        variables["period"] = "map"
    if process.lines is not None:
        variables |= named("lines", LINES)
        if is_line:
            variables |= _of_line(process, process.lines)
            places.append(("item.", process.lines.schema))
    for prefix, schema in places:
        types, cells = fields(prefix, schema)
        variables |= types
        tables |= cells
    # A table nobody filled in has no rows. A list asked of the registers that could not be asked
    # stays null, so that "all of them are paid" fails instead of holding for none.
    typed = ("form.", "stage.", "item.")
    mine = [n for n, t in variables.items() if t.startswith("list<") and n.startswith(typed)]
    return Environment(variables, tables, mine)


def _of_line(process: Process, lines: Lines) -> dict[str, str]:
    answers = {n: "string" for s in process.stages if s.outside for n in s.outside.answers}
    return {
        **named("line", LINE),
        **named("answer", {**answers, **ANSWER}),
        **facts(lines.facts),
    }


def named(group: str, known: Mapping[str, str]) -> dict[str, str]:
    """Names of a group with their types: `case.number`."""
    return {f"{group}.{name}": type_ for name, type_ in known.items()}


def facts(known: Iterable[Fact]) -> dict[str, str]:
    return {f"facts.{fact.key}": FACT_TYPES[fact.op] for fact in known}


def fields(prefix: str, schema: Schema) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """(types of the fields under `prefix`, columns of those that are tables)."""
    found = leaves(schema)
    types = {f"{prefix}{path}": cel_type(leaf) for path, leaf in found.items()}
    tables = {f"{prefix}{path}": tuple(columns(schema, leaf)) for path, leaf in found.items()}
    return types, {name: names for name, names in tables.items() if names}
