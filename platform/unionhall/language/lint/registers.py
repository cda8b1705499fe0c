"""Registers with what can be done to their records and the lists that show them.

Columns, states, actions, imports and processes that are named exist; every action can be pressed
some day; what is sealed is not filtered or sorted by.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from unionhall.language.environment_of_records import environment_of_register
from unionhall.language.findings import Finding
from unionhall.language.lint import asked, codelists, effects, own_lists
from unionhall.language.lint.absence import fact, known, of_record, of_schema
from unionhall.language.lint.action_forms import forms
from unionhall.language.lint.asked import Asked
from unionhall.language.lint.duplicates import repeated
from unionhall.language.lint.expressions import in_order
from unionhall.language.lint.lines import empty, known_columns
from unionhall.language.lint.links import facts
from unionhall.language.lint.references import References, Table
from unionhall.language.lint.report import found
from unionhall.language.lint.sensitive import in_clear
from unionhall.language.lint.subject import at
from unionhall.language.lint.transitions import transitions
from unionhall.language.model import Effect, RecordAction, RecordList, Register
from unionhall.language.schema import cel_type, leaves, sensitive_paths
from unionhall.language.tables import Leaves

Json = Any
# Keys that mean nothing to a kind of action.
IDLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "act": (("fields", "fields"),),
    "add": (("from", "states"), ("bulk", "bulk")),
    "edit": (("bulk", "bulk"),),
    "remove": (("fields", "fields"),),
}


def rules(doc: Mapping[str, Json], one: Register, references: References) -> Iterator[Finding]:
    """What goes beyond schema, keys and seed, which are judged in `documents`."""
    yield from repeated(at("actions"), "key", [action.key for action in one.actions])
    yield from repeated(at("lists"), "key", [listing.key for listing in one.lists])
    yield from repeated(at("checks"), "id", [check.key for check in one.checks])
    yield from _rights(one, references)
    for index, check in enumerate(one.checks):
        for position, path in enumerate(check.paths):
            if path not in leaves(one.schema):
                pointer = at("checks", index, "paths", position)
                yield found("REG001", pointer, field=path, name=check.key)
    for index, action in enumerate(one.actions):
        yield from _action(one, action, at("actions", index), references)
    for index, listing in enumerate(one.lists):
        yield from _listing(one, listing, at("lists", index), references)
    yield from own_lists.rules(one, references)
    yield from codelists.of_schema(one.schema, at("schema"), references)
    yield from transitions(one, references)
    yield from forms(doc, one, references)
    yield from _expressions(one, references)


def _rights(one: Register, references: References) -> Iterator[Finding]:
    verbs = references.matter_groups.get(one.matter_group)
    if not one.matter_group and (one.actions or one.lists):
        yield found("REG006", "", register=one.title)
    wanted = [(at("actions", n), action.permission) for n, action in enumerate(one.actions)]
    wanted += [(at("lists", n), listing.permission) for n, listing in enumerate(one.lists)]
    for pointer, right in wanted:
        if verbs is not None and right not in verbs:
            path = pointer + at("permission")
            yield found("REF020", path, right=right, group=one.matter_group)


def _action(
    one: Register, action: RecordAction, path: str, references: References
) -> Iterator[Finding]:
    columns = leaves(one.schema)
    for name, key in IDLE[action.do]:
        if getattr(action, key):
            yield found("DEAD005", path + at(name), name=name, action=action.title)
    if one.table and (action.do not in ("act", "add") or action.values or action.to):
        yield found("REG008", path, action=action.title, table=one.table)
    for pointer, state in (
        *((at("from", n), state) for n, state in enumerate(action.states)),
        *([(at("to"), action.to)] if action.to else []),
    ):
        if state not in one.states:
            yield found("REG002", path + pointer, state=state)
    for index, field in enumerate(action.fields):
        if field not in columns:
            yield found("REG001", path + at("fields", index), field=field, name=action.title)
    for column in action.values:
        if column not in columns:
            yield found("REG001", path + at("set", column), field=column, name=action.title)
    if action.do == "add" and not one.table:
        yield from _complete(one, action, path)
    if action.do == "act" and not (action.to or action.values or action.effects):
        yield found("REG009", path, action=action.title)
    yield from effects.writes(action.effects, path + at("effects"), references.tables)


def _complete(one: Register, action: RecordAction, path: str) -> Iterator[Finding]:
    """A record added by hand has everything that the register requires."""
    if action.form is None and not action.fields:
        return
    given = leaves(action.form.schema) if action.form else action.fields
    top = {field.partition(".")[0] for field in (*given, *action.values)}
    for column in one.schema.get("required", ()):
        leaf = one.schema.get("properties", {}).get(column, {})
        if column not in top and "default" not in leaf and column not in one.owners:
            yield found("REG010", path, action=action.title, column=column)


def _listing(
    one: Register, listing: RecordList, path: str, references: References
) -> Iterator[Finding]:
    columns, sealed = known_columns(one), sensitive_paths(one.schema)
    for pointer, column in _named(listing):
        if column not in columns:
            yield found("REG001", path + pointer, field=column, name=listing.title)
        elif column in sealed and pointer.split("/")[1] in ("filters", "sort", "where"):
            yield found("REG011", path + pointer, field=column, name=listing.title)
    yield from repeated(path + at("columns"), "key", [column.key for column in listing.columns])
    for index, shown in enumerate(listing.columns):
        if shown.due and not _is_day(one, shown.key, sealed):
            pointer = path + at("columns", index, "due")
            yield found("REG016", pointer, field=shown.key, name=listing.title)
    for index, state in enumerate(listing.states):
        if state not in one.states:
            yield found("REG002", path + at("states", index), state=state)
    known = {
        "actions": {action.key for action in one.actions},
        "start": set(references.processes),
        "imports": set(references.imports),
    }
    wanted = {"actions": listing.actions, "start": listing.starts, "imports": listing.imports}
    for name, keys in wanted.items():
        for index, key in enumerate(keys):
            if key not in known[name]:
                yield found("REG007", path + at(name, index), key=key, name=listing.title)
    yield from empty(references, listing.empty, path)


def _is_day(one: Register, column: str, sealed: Container[str]) -> bool:
    leaf = one.schema.get("properties", {}).get(column, {})
    return not one.table and column not in sealed and leaf.get("format") == "date"


def _named(listing: RecordList) -> Iterator[tuple[str, str]]:
    for index, column in enumerate(listing.columns):
        yield at("columns", index, "key"), column.key
    for name in ("filters", "search", "sort"):
        for index, key in enumerate(getattr(listing, name)):
            yield at(name, index), key.removeprefix("-")
    for key in listing.where:
        yield at("where", key), key


def _expressions(one: Register, references: References) -> Iterator[Finding]:
    whole = environment_of_register(one)
    every = [*asked.of_facts(one.facts, whole, at("facts"), references.tables), *_checks(one)]
    sealed = {f"record.{path}" for path in sensitive_paths(one.schema)}
    for index, action in enumerate(one.actions):
        names, path = environment_of_register(one, action), at("actions", index)
        every += _of_action(one, action, path, references)
        form = action.form.schema if action.form else one.schema
        marked = sealed | {f"form.{field}" for field in sensitive_paths(form)}
        for position, effect in enumerate(action.effects):
            pointer = path + at("effects", position)
            yield from in_clear(effect, pointer, references, names, marked)
    yield from asked.findings(every, _samples(one, references.tables))
    yield from facts(one.facts, references.tables, at("facts"))
    yield from in_order(one.facts, whole, "")
    yield from asked.unread(one.facts, at("facts"), [*every, *_of_forms(one)])


def _of_forms(one: Register) -> Iterator[Asked]:
    """What the forms of actions ask, which `action_forms` judges: here only who reads a fact."""
    for index, action in enumerate(one.actions):
        if action.form is None:
            continue
        names, path = environment_of_register(one, action), at("actions", index, "form")
        sources = [source for c in action.form.checks for source in (c.assertion, c.when or "")]
        sources += [c.value for c in action.form.computed]
        sources += [prefill.source for prefill in action.form.prefill]
        yield from (Asked(path, source, names) for source in sources if source)


def _checks(one: Register) -> Iterator[Asked]:
    names = environment_of_register(one)
    for index, check in enumerate(one.checks):
        path = at("checks", index)
        if check.when is not None:
            yield Asked(path + at("when"), check.when, names, "bool")
        yield Asked(path + at("assert"), check.assertion, names, "bool", check.when)


def _of_action(
    one: Register, action: RecordAction, path: str, references: References
) -> Iterator[Asked]:
    names, columns = environment_of_register(one, action), leaves(one.schema)
    if action.when is not None:
        yield Asked(path + at("when"), action.when, names, "bool", early=("form",))
    for column, source in action.values.items():
        returns = cel_type(columns[column]) if column in columns else None
        yield Asked(path + at("set", column), source, names, returns, is_value=True)

    def targets(effect: Effect) -> tuple[Leaves, Leaves]:
        return effects.leaves_of(effect, references.tables)

    yield from asked.of_effects(action.effects, names, path + at("effects"), targets)


def _samples(one: Register, tables: Mapping[str, Table]) -> asked.Samples:
    forms: Sequence[Mapping[str, Json]] = [a.form.schema for a in one.actions if a.form]

    def samples(name: str, literals: list[str]) -> list[Any]:
        group, _, path = name.partition(".")
        if group == "record":
            return of_record(one, path, literals)
        if group == "form":
            schema = next((form for form in forms if path in leaves(form)), one.schema)
            return of_schema(schema, path, literals)
        return fact(one.facts, path, tables) if group == "facts" else known(name)

    return samples
