"""What of a definition can be touched at all: the marks of coverage, in document order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unionhall.engine.plan import plan_of
from unionhall.language.model import Form, Material, Process, Stage


@dataclass(frozen=True, slots=True)
class Condition:
    """`guard`: asked only where this holds (a check's `when`)."""

    mark: str
    source: str
    guard: str | None = None


def all_marks(process: Process) -> Iterator[str]:
    for condition in process.eligibility:
        yield from both(f"condition:eligibility/{condition.key}")
    for found in (
        *form_conditions(process.form, "", process),
        *material_conditions(process.materials),
    ):
        yield from both(found.mark)
    for found in line_conditions(process):
        yield from both(found.mark)
    yield "action:applicant.submit"
    if any(stage.withdrawable for stage in process.stages):
        yield "action:applicant.withdraw"
    for stage in process.stages:
        yield from _stage_marks(process, stage)
    for notice in process.notices:
        yield f"notice:{notice.key}"
        if notice.when is not None:
            yield from both(f"condition:notice/{notice.key}")


def _own_marks(process: Process) -> Iterator[str]:
    """Conditions of the form, the materials and the lines of the application."""
    for condition in form_conditions(process.form, "", process):
        yield from both(condition.mark)
    for condition in material_conditions(process.materials):
        yield from both(condition.mark)
    for condition in line_conditions(process):
        yield from both(condition.mark)


def _stage_marks(process: Process, stage: Stage) -> Iterator[str]:
    yield f"stage:{stage.key}"
    for action in stage.actions:
        yield f"action:{stage.key}.{action.key}"
    if stage.skip_when is not None:
        yield from both(f"condition:stage/{stage.key}/skip")
    for index, branch in enumerate(stage.branches):
        if branch.when is not None:
            yield from both(f"condition:branch/{stage.key}/{index}")
    if stage.form is not None:
        for condition in form_conditions(stage.form, f"{stage.key}/", process):
            yield from both(condition.mark)
    for condition in material_conditions(stage.materials):
        yield from both(condition.mark)
    for moment, effects in stage.effects.items():
        for index, effect in enumerate(effects):
            yield f"effect:{stage.key}.{moment}.{index}"
            if effect.when is not None:
                yield from both(f"condition:effect/{stage.key}/{moment}/{index}")


def both(mark: str) -> tuple[str, str]:
    return f"{mark}=true", f"{mark}=false"


def form_conditions(form: Form, prefix: str, process: Process) -> Iterator[Condition]:
    for part in plan_of(process, form).parts:
        for guard in part.guards:
            where = part.path or part.key or part.position
            yield Condition(f"condition:rule/{prefix}{where}", guard.when.source)
    for entry in form.computed:
        if entry.when is not None:
            yield Condition(f"condition:computed/{prefix}{entry.path}", entry.when)
    for check in form.checks:
        if check.when is not None:
            yield Condition(f"condition:check-when/{prefix}{check.key}", check.when)
        yield Condition(f"condition:check/{prefix}{check.key}", check.assertion, check.when)


def material_conditions(materials: tuple[Material, ...]) -> Iterator[Condition]:
    for material in materials:
        if material.when is not None:
            yield Condition(f"condition:material/{material.key}/when", material.when)
        if isinstance(material.required, str):
            mark = f"condition:material/{material.key}/required"
            yield Condition(mark, material.required)


def line_conditions(process: Process) -> Iterator[Condition]:
    """Asked of every line."""
    for check in process.lines.checks if process.lines else ():
        if check.when is not None:
            yield Condition(f"condition:check-when/lines/{check.key}", check.when)
        yield Condition(f"condition:check/lines/{check.key}", check.assertion, check.when)
