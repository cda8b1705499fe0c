"""Cross-field checks of a form.

A check is asked when at least one field it is about is relevant and nothing it reads is a
required value that is missing: that is told already. One that errs blocks.
"""

from __future__ import annotations

from collections.abc import Collection

from unionhall.engine.names import FAILURES, Names, ask, references
from unionhall.engine.paths import is_absent
from unionhall.engine.plan import Plan
from unionhall.engine.problem import Problem
from unionhall.engine.state import FormState
from unionhall.engine.world import World
from unionhall.language.model import Check, Form, Process


def problems(
    process: Process,
    form: Form,
    plan: Plan,
    state: FormState,
    world: World,
) -> list[Problem]:
    """One problem per check that does not hold, at the first of its paths that is shown."""
    names = Names(state.answers, world)
    missing = {p for p, f in state.fields.items() if f.required and is_absent(f.value)}
    found: list[Problem] = []
    for check in form.checks:
        paths = [path for path in check.paths if _is_shown(state, path)]
        if (check.paths and not paths) or _waits(process, form, check, missing):
            continue
        path = paths[0] if paths else ""
        params = {"key": check.key, "paths": tuple(paths), "title": _title(plan, path)}
        try:
            if check.when is not None and ask(process, check.when, names, form) is False:
                continue
            if ask(process, check.assertion, names, form) is not True:
                found.append(Problem("check", path, params, check.message, check.level))
        except FAILURES:
            found.append(Problem("expression-failed", path, params))
    return found


def _waits(process: Process, form: Form, check: Check, missing: Collection[str]) -> bool:
    read = references(process, check.assertion, form)
    if check.when is not None:
        read |= references(process, check.when, form)
    return any(name.removeprefix("form.") in missing for name in read if name.startswith("form."))


def _is_shown(state: FormState, path: str) -> bool:
    field = state.fields.get(path)
    return field is not None and field.visible


def _title(plan: Plan, path: str) -> str:
    node = plan.node(path)
    return node.title if node else path
