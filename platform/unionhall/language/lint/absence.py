"""Trying an expression with its optional inputs absent: does it still have an answer?

Every combination of absent and sample values that the definition allows at that moment is tried,
up to a bound; the first that fails is the counter-example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from unionhall.language.edges import APPLICANT, edges, reached
from unionhall.language.expressions import (
    Environment,
    EvaluationError,
    Expression,
    ExpressionError,
)
from unionhall.language.lint.references import Table
from unionhall.language.lint.sites import Site
from unionhall.language.lint.subject import FormPlace, Subject
from unionhall.language.model import Fact, Process, Register
from unionhall.language.schema import leaves, required_paths, types_of
from unionhall.language.working_days import NAME as CALENDAR
from unionhall.language.working_days import weekdays

MOST = 256
LITERAL = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
ALWAYS = {
    "today": "2026-01-15",
    "now": "2026-01-15T09:00:00+08:00",
    "applicant.id": "p",
    "applicant.name": "某人",
    "applicant.verified": True,
    "applicant.is_member": True,
    "union.id": "u",
    "union.name": "某工会",
    "union.kind": "union",
    "case.status": "in_progress",
}
DATED = ("union.founded_on", "applicant.born_on", "applicant.membership_since")
VERIFIED = "applicant.verified"  # known of everybody: false of nobody
COUNTED = ("applicant.age",)
OF_LINES = ("item", "line", "answer", "lines", "record", "period")


@dataclass(frozen=True, slots=True)
class Failure:
    """`values`: what the names were bound to; None is absent."""

    values: Mapping[str, Any]
    message: str


def failing(subject: Subject, site: Site) -> Failure | None:
    """The first combination for which the expression has no answer, None when all have."""
    literals = literals_of(site.source, site.guard or "")

    def candidates(name: str) -> list[Any]:
        return _candidates(subject, site, name, literals)

    names = site.seen(subject.process)
    returns = None if site.is_value else site.returns
    return tried_with(names, site.source, returns, site.guard, candidates)


def tried_with(
    names: Environment,
    source: str,
    returns: str | None,
    guarding: str | None,
    candidates: Callable[[str], list[Any]],
) -> Failure | None:
    """`failing` for any expression; `candidates` gives the values of a name worth trying."""
    # a condition that gives null is no condition: the engine fails closed on it
    compiled = names.compile(source, "bool" if returns == "bool" else None)
    guard = _guard(names.compile, guarding)
    read = sorted(compiled.references | (guard.references if guard else frozenset()))
    tried = [[weekdays()] if name == CALENDAR else candidates(name) for name in read]
    for values in islice(product(*tried), MOST):
        bound = dict(zip(read, values, strict=True))
        if guard is not None and not _holds(guard, bound):
            continue
        try:
            compiled.evaluate(bound)
        except EvaluationError as error:
            mine = {name: bound[name] for name in sorted(compiled.references - {CALENDAR})}
            return Failure(mine, error.message)
    return None


def _guard(compile_: Any, source: str | None) -> Expression | None:
    try:
        compiled: Expression | None = compile_(source) if source is not None else None
    except ExpressionError:
        return None  # said where the guard itself stands
    return compiled


def _holds(guard: Expression, bound: Mapping[str, Any]) -> bool:
    try:
        return guard.evaluate(bound) is True
    except EvaluationError:
        return False


def literals_of(*sources: str) -> list[str]:
    return [a or b for source in sources for a, b in LITERAL.findall(source)][:6]


def _candidates(subject: Subject, site: Site, name: str, literals: list[str]) -> list[Any]:
    """Absent first where it may be, so that a short search finds it."""
    group, _, path = name.partition(".")
    if group == "form":
        leaf, optional = _field(subject, site, path)
        return [*([None] if optional else []), *samples(leaf, literals)]
    if group in OF_LINES:
        return of_line(subject.process, subject.references.registers, group, path, literals)
    if group == "stage":
        key, _, rest = path.partition(".")
        return _decided(subject, site, key, rest, literals)
    if group == "facts":
        lines = subject.process.lines
        every = (*subject.process.facts, *(lines.facts if lines else ()))
        return fact(every, path, subject.references.tables)
    if name == "union.chain":
        return [list(chain) for chain in subject.references.chains[-1:]]
    if group == "applicant" and name != VERIFIED and _is_for_anybody(subject.process):
        return [None, ALWAYS.get(name, "x")]
    if name == "case.number":
        return ["1"] if site.stage is not None else [None, "1"]
    return known(name)


def known(name: str) -> list[Any]:
    """What names of the platform may hold: of the clock, the applicant, the union, the case."""
    if name in ALWAYS:
        return [ALWAYS[name], *([False] if ALWAYS[name] is True else [])]
    if name in COUNTED:
        return [None, 30]
    return [None, "2026-01-01" if name in DATED else "x"]


def of_line(
    process: Process,
    registers: Mapping[str, Register],
    group: str,
    path: str,
    literals: list[str],
) -> list[Any]:
    """Values of a line, of a record that may become one, of a period, and how many lines."""
    lines, period = process.lines, process.period
    if group == "lines":
        return [0, 2]
    if group == "item" and lines is not None:
        return of_schema(lines.schema, path, literals)
    if group == "line":
        certain: dict[str, list[Any]] = {"number": [1], "state": ["open"]}
        return certain.get(path, [None, "x"])
    if group == "record" and lines is not None and lines.picker.register in registers:
        return of_record(registers[lines.picker.register], path, literals)
    if group == "period" and period is not None and period.register in registers:
        columns = registers[period.register].schema.get("properties", {})
        names = ("id", "state", *columns)
        whole = {name: of_record(registers[period.register], name, literals) for name in names}
        return [{name: values[0] for name, values in whole.items()}]
    return [None, "x"]


def of_record(register: Register, path: str, literals: list[str]) -> list[Any]:
    """Values of a column, or of what the platform knows of a record."""
    if path in leaves(register.schema):
        return of_schema(register.schema, path, literals)
    if path == "state":
        return [*register.states] or ["x"]
    return ["x"] if path in ("id", *register.owners[:1]) else [None, "x"]


def of_schema(schema: Mapping[str, Any], path: str, literals: list[str]) -> list[Any]:
    """Absent first where the schema does not require it."""
    is_certain = path in required_paths(schema)
    return [*([] if is_certain else [None]), *samples(leaves(schema).get(path, {}), literals)]


def _is_for_anybody(process: Process) -> bool:
    return any(starter.kind == "anonymous" for starter in process.starters)


def _field(subject: Subject, site: Site, path: str) -> tuple[Mapping[str, Any], bool]:
    """The leaf, and whether it may be absent when this expression is asked."""
    place = site.place if path in site.place.fields else subject.form
    leaf = place.fields.get(path, {})
    if site.use == "condition":
        return leaf, False  # the engine waits until all fields it reads are known
    is_draft = site.use in ("rule", "material") and place is site.place
    return leaf, is_draft or path not in place.required or _may_hide(place, path)


def _may_hide(place: FormPlace, path: str) -> bool:
    rules = [
        [e.rule for e in (*spot.above, spot.element) if e.rule is not None]
        for spot in place.spots
        if spot.element.path == path
    ]
    return bool(rules) and all(
        any(rule.effect in ("SHOW", "HIDE") for rule in over) for over in rules
    )


def samples(leaf: Mapping[str, Any], literals: list[str]) -> list[Any]:
    """Values of the right type: every choice up to four, both truth values, what is compared."""
    given = _choices(leaf)[:4]
    if given:
        return given
    what = next(iter(types_of(leaf)), "string")
    if what == "boolean":
        return [True, False]
    if what in ("integer", "number"):
        one = leaf.get("minimum", 1)
        return [one if what == "integer" else float(one)]
    if what == "array":
        return [[]]
    if what == "object":
        return [{}]
    if leaf.get("format") in ("date", "date-time"):
        return ["2026-01-01"]
    return [*dict.fromkeys(literals), "x"][:4]


def _choices(leaf: Mapping[str, Any]) -> list[Any]:
    if "const" in leaf:
        return [leaf["const"]]
    if "enum" in leaf:
        return [value for value in leaf["enum"] if value is not None]
    return [option["const"] for option in leaf.get("oneOf", ()) if "const" in option]


def _decided(subject: Subject, site: Site, stage: str, path: str, literals: list[str]) -> list[Any]:
    place = next((p for p in subject.forms if p.stage == stage), None)
    if place is None:
        return [None]
    leaf = leaves(place.form.schema).get(path, {})
    certain = path in place.required and not _may_hide(place, path)
    here = site.stage or site.place.stage
    is_passed = stage == here or (here is not None and _must_pass(subject.process, stage, here))
    return [*([] if certain and is_passed else [None]), *samples(leaf, literals)]


def _must_pass(process: Process, stage: str, here: str) -> bool:
    """Whether every way to `here` goes through a decision of `stage`."""
    around = [
        edge
        for edge in edges(process)
        if edge.move in ("submit", "approve", "skip")
        and not (edge.source == stage and edge.move == "approve")
    ]
    return here not in reached(APPLICANT, around)


def fact(facts: Iterable[Fact], key: str, tables: Mapping[str, Table]) -> list[Any]:
    """What a fact may answer: null when something it looks for is absent."""
    asked = next((one for one in facts if one.key == key), None)
    if asked is None:
        return [None]
    rows = _rows(tables.get(asked.source))
    answers: dict[str, list[Any]] = {
        "exists": [True, False],
        "count": [None, 0, 1],
        "sum": [None, 0, 1],
        "first": [None, *rows],
        "list": [None, [], rows],
    }
    return answers[asked.op] if asked.where else [v for v in answers[asked.op] if v is not None]


def _rows(table: Table | None) -> list[dict[str, Any]]:
    """A row that has nothing but what is obligatory, and one that has everything."""
    if table is None:
        return [{}]
    full = {name: samples(leaf, [])[0] for name, leaf in table.askable.items()}
    return [{n: v if n in table.required else None for n, v in full.items()}, full]
