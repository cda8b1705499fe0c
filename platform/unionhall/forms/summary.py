"""The error summary: all problems at once, each with a link to the field it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from unionhall.engine.problem import Problem
from unionhall.engine.shapes import LINES, MATERIAL
from unionhall.forms.control import Control
from unionhall.forms.layout import Plan, Step
from unionhall.forms.messages import sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """`href` is "" for what has no place to go to; `step` the key of the step of the field."""

    text: str
    href: str
    path: str
    level: str
    step: str = ""

    @property
    def is_warning(self) -> bool:
        return self.level == "warn"


def entries(
    problems: Iterable[Problem],
    plan: Plan,
    here: Step | None = None,
    url_of: Callable[[str], str] | None = None,
) -> list[Entry]:
    """Entries in the order given.

    `here`: the step on the page, whose fields are linked by fragment alone. `url_of(step key)`
    gives the address of another step (`materials` for a material, `lines` for the list).
    """
    return [_entry(problem, plan, here, url_of) for problem in problems]


def _entry(
    problem: Problem,
    plan: Plan,
    here: Step | None,
    url_of: Callable[[str], str] | None,
) -> Entry:
    text = sentence(problem, plan)
    if problem.path.startswith(MATERIAL):
        anchor = f"#material-{problem.path.removeprefix(MATERIAL)}"
        href = url_of("materials") + anchor if url_of else anchor
        return Entry(text, href, problem.path, problem.level, "materials")
    if problem.path == LINES:
        return Entry(text, url_of(LINES) if url_of else "", LINES, problem.level, LINES)
    step = plan.step_of(problem.path) if problem.path else None
    if step is None:
        return Entry(text, "", problem.path, problem.level)
    anchor = f"#{input_id(problem.path, plan)}"
    if here is not None and step.key == here.key:
        return Entry(text, anchor, problem.path, problem.level, step.key)
    href = url_of(step.key) + anchor if url_of else ""
    return Entry(text, href, problem.path, problem.level, step.key)


def input_id(path: str, plan: Plan) -> str:
    """The id an error link points at: the input of a field or of a cell."""
    control = plan.control(path.split("/")[0])
    return Control(path, "", {}, "").id if control is None or "/" in path else control.id
