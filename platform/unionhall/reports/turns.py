"""Whether it is this officer's turn on a case, what he may do, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from permissions import gate
from permissions.sentences import sentence
from unionhall.cases.models import Task
from unionhall.casework import sentences
from unionhall.engine.actions import staff_actions
from unionhall.engine.shapes import CaseState
from unionhall.engine.stage_form import opened, within
from unionhall.engine.state import FormState
from unionhall.engine.world import World
from unionhall.language.model import Action, Process
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Turn:
    task: Task | None = None
    actions: tuple[Action, ...] = ()
    form: FormState | None = None
    why_not: str = ""


def of(
    user: User,
    process: Process,
    state: CaseState,
    tasks: Sequence[Task],
    answers: Mapping[str, Any],
    world: World,
) -> Turn:
    """The first open task he may decide, with the form of its stage.

    Buttons only: the verb asks everything again with grants read anew.
    """
    why_not = ""
    rights = gate.of(user)
    for task in tasks:
        verdict = rights.may_decide(task)
        if not verdict.allowed:
            why_not = why_not or sentence(verdict)
            continue
        own = next(one for one in state.tasks if one.id == task.pk)
        offered = staff_actions(process, state, own, user.pk)
        if offered:
            stage = process.stage(task.stage)
            form = opened(process, stage, within(stage, answers, world))
            return Turn(task, offered, form)
        is_own = state.starter == user.pk
        why_not = sentences.sentence("own-case" if is_own else "not-your-task")
    return Turn(why_not=why_not)
