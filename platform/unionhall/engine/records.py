"""What an action on a record of a register means: may it be now, what is asked, what is written.

Reads and writes nothing: the record comes in as names, facts through `ask`, and what is to be
stored goes out as a `Deed`. The form of an action is that of a stage of a process made for it, so
that forms are shown and judged in one way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from unionhall.engine.effects import writes_of
from unionhall.engine.facts import Question, collect, needed
from unionhall.engine.names import FAILURES, Names
from unionhall.engine.names import ask as evaluate
from unionhall.engine.normalise import normalise
from unionhall.engine.paths import Nested, is_absent
from unionhall.engine.plan import plan_of
from unionhall.engine.prefill import fill
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Refused, RegisterWrite
from unionhall.engine.state import FormState, accept
from unionhall.engine.validation import problems
from unionhall.engine.world import World
from unionhall.language.action_process import action_process
from unionhall.language.environment_of_records import fields_of
from unionhall.language.model import Effect, Form, Process, RecordAction, Register
from unionhall.language.parse_parts import parse_form

RECORD: Final = "record"
TAKES: Final = ("add", "edit")
_MOST = 512
Ask = Callable[[Question], Any]
_processes: dict[tuple[str, str], Process] = {}


@dataclass(frozen=True, slots=True)
class Deed:
    """`values`: columns that change (None clears); `state`: the state afterwards, "" = as it was;
    `ends`: the record is closed; `writes`: what else is written, in order."""

    values: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    ends: bool = False
    writes: tuple[RegisterWrite, ...] = ()


def form_process(register: Register, action: RecordAction | None = None) -> Process:
    """A process whose only stage is the action; its expressions know the names of the register.

    Without an action it stands for the register's own checks. Kept by digest.
    """
    key = (register.digest, action.key if action else "")
    if key not in _processes:
        if len(_processes) >= _MOST:
            _processes.clear()
        _processes[key] = _made(register, action)
    return _processes[key]


def has_form(register: Register, action: RecordAction) -> bool:
    """Whether an action asks for anything besides its reason."""
    return bool(fields_of(register, action).get("properties"))


def names_of(values: Mapping[str, Any], **known: Any) -> dict[str, Any]:
    """A record as `record.*`: nested columns by dotted names, and what the platform knows of it
    (`id`, `state`, `union`, `person`) where no column is called so."""
    flat: dict[str, Any] = {}

    def lay(prefix: str, level: Mapping[str, Any]) -> None:
        for name, value in level.items():
            flat[prefix + name] = value
            if isinstance(value, Mapping):
                lay(f"{prefix}{name}.", value)

    lay("", values)
    return {**known, **flat}


def within(world: World, record: Mapping[str, Any]) -> World:
    """The world in which an action on this record is asked about."""
    return replace(world, more={**world.more, RECORD: record})


def why_not(
    register: Register, action: RecordAction, world: World, ask: Ask, state: str | None = None
) -> Refused | None:
    """Why the action cannot be done to the record of `world` now: bad-state, not-now (with the
    definition's `text`) or expression-failed; None when it can. `state` None: there is none yet."""
    if state is not None and action.states and state not in action.states:
        return Refused("bad-state", state=state)
    if action.when is None:
        return None
    process = form_process(register, action)
    known = _with_facts(process, {}, world, ask, [action.when])
    try:
        if evaluate(process, action.when, Names({}, known)) is True:
            return None
    except FAILURES:
        return Refused("expression-failed", at="when")
    return Refused("not-now", text=action.refusal)


def opened(
    register: Register,
    action: RecordAction,
    stored: Mapping[str, Any],
    posted: Mapping[str, Any],
    world: World,
    ask: Ask,
) -> tuple[FormState, World]:
    """The form of an action as it stands, valid or not; an edit begins with the stored values."""
    process = form_process(register, action)
    normal = normalise(process.form, posted)
    return _state(process, action, stored, normal.values, world, ask)


def deed_of(
    register: Register,
    action: RecordAction,
    stored: Mapping[str, Any],
    posted: Mapping[str, Any],
    world: World,
    ask: Ask,
) -> Deed:
    """What the action does to the record of `world`, whose columns are `stored`.

    Raises Refused: invalid-values (`problems`), expression-failed.
    """
    process = form_process(register, action)
    answers, known = _answers(process, action, stored, posted, world, ask)
    sources = [*action.values.values(), *(s for e in action.effects for s in _sources(e))]
    known = _with_facts(process, answers, known, ask, sources)
    names = Names(answers, known)

    def asked(source: str) -> Any:
        return evaluate(process, source, names)

    try:
        values = _taken(register, process, action, answers)
        values |= {path: asked(source) for path, source in action.values.items()}
        writes = writes_of(action.effects, asked)
    except FAILURES as failure:
        raise Refused("expression-failed", at="values") from failure
    return Deed(values, action.to or "", action.do == "remove", writes)


def violations(
    register: Register,
    action: RecordAction | None,
    answers: Mapping[str, Any],
    world: World,
    ask: Ask,
) -> tuple[Problem, ...]:
    """Checks of the register that do not hold for the record of `world`, as it was just written:
    facts count it already. One that errs blocks."""
    if not register.checks:
        return ()
    process = form_process(register, action)
    sources = [s for one in register.checks for s in (one.assertion, one.when or "")]
    known = _with_facts(process, answers, world, ask, sources)
    names, found = Names(answers, known), []
    for check in register.checks:
        path = check.paths[0] if check.paths else ""
        params = {"key": check.key, "paths": check.paths, "title": path}
        try:
            if check.when is not None and evaluate(process, check.when, names) is False:
                continue
            if evaluate(process, check.assertion, names) is not True:
                found.append(Problem("check", path, params, check.message, check.level))
        except FAILURES:
            found.append(Problem("expression-failed", path, params))
    return tuple(found)


def _answers(
    process: Process,
    action: RecordAction,
    stored: Mapping[str, Any],
    posted: Mapping[str, Any],
    world: World,
    ask: Ask,
) -> tuple[Nested, World]:
    normal = normalise(process.form, posted)
    state, known = _state(process, action, stored, normal.values, world, ask)
    if process.form.checks:
        sources = [s for one in process.form.checks for s in (one.assertion, one.when or "")]
        known = _with_facts(process, state.answers, known, ask, sources)
    found = normal.problems + problems(process, process.form, state, known, mode="submit")
    blocking = tuple(problem for problem in found if problem.is_blocking)
    if blocking:
        raise Refused("invalid-values", problems=blocking)
    return state.answers, known


def _state(
    process: Process,
    action: RecordAction,
    stored: Mapping[str, Any],
    posted: Mapping[str, Any],
    world: World,
    ask: Ask,
) -> tuple[FormState, World]:
    plan = plan_of(process, process.form)
    rules = [one.source for node in plan.nodes for one in node.asks()]
    rules += [prefill.source for prefill in process.form.prefill]
    known = _with_facts(process, {}, world, ask, rules)
    asked = process.form.schema.get("properties", {})
    begun = {k: v for k, v in stored.items() if k in asked} if action.do in TAKES else {}
    filled = fill(process.form, process, begun, {}, known)
    return accept(process, process.form, filled.values, posted, known), known


def _taken(
    register: Register, process: Process, action: RecordAction, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """What add and edit write of their form: the fields that are columns of the register. Into a
    table of the platform only `set` and effects write: its columns are of several tables."""
    if action.do not in TAKES or register.table:
        return {}
    columns = register.schema.get("properties", {})
    asked = [path for path in process.form.schema.get("properties", {}) if path in columns]
    values = {path: answers.get(path) for path in asked}
    if action.do == "add":
        return {path: value for path, value in values.items() if not is_absent(value)}
    return values


def _with_facts(
    process: Process, answers: Mapping[str, Any], world: World, ask: Ask, sources: list[str]
) -> World:
    only = needed(process, sources) if process.facts else frozenset()
    return collect(process, answers, world, ask, only) if only else world


def _sources(effect: Effect) -> list[str]:
    own = [effect.when] if effect.when else []
    return [*own, *effect.match.values(), *effect.values.values()]


def _laid_out(schema: Mapping[str, Any], action: RecordAction | None) -> dict[str, Any]:
    """The columns in the order in which the action names them: those of a stored schema are sorted
    by their names. Whose a record is comes from where it is added, so that is not shown unasked."""
    asked = dict.fromkeys(path.partition(".")[0] for path in (action.fields if action else ()))
    known = schema.get("properties", {}).items()
    names = asked or [name for name, leaf in known if leaf.get("format") != f"{name}-ref"]
    controls = [{"type": "Control", "scope": f"#/properties/{name}"} for name in names]
    return {"schema": schema, "uischema": {"type": "VerticalLayout", "elements": controls}}


def _made(register: Register, action: RecordAction | None) -> Process:
    schema = fields_of(register, action) if action else {"type": "object", "properties": {}}
    form: Form = (action.form if action else None) or parse_form(_laid_out(schema, action))
    return action_process(register, action, form, application=form)
