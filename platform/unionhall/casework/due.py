"""What is due from the applicant at the stage his case stands at: read for the page and the verbs.

Writes nothing. What was typed so far stands in the draft, by stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from unionhall.cases import sealed, selectors
from unionhall.cases.models import Attachment, CaseStatus, Submission
from unionhall.casework.context import Context
from unionhall.engine import stage_form, waiting
from unionhall.engine.checklist import Item
from unionhall.engine.shapes import APPLICANT
from unionhall.engine.world import World
from unionhall.language.model import Material, Process, Stage


@dataclass(frozen=True, slots=True)
class Due:
    """`stored`: what was typed, in clear; `answers` and `world` as they were handed in."""

    context: Context
    stage: Stage
    submission: Submission
    answers: Mapping[str, Any]
    world: World
    stored: Mapping[str, Any]

    @property
    def form_world(self) -> World:
        """In which the form of the stage is shown: it may read what was applied for."""
        return stage_form.within(self.stage, self.answers, self.world)

    @property
    def items(self) -> tuple[Item, ...]:
        """Materials that apply with what is typed, whether or not that is complete."""
        if self.stage.form is None:
            return self._items({})
        state, _world = stage_form.tried(
            self.context.process, self.stage, self.stored, self.answers, self.world
        )
        return self._items(state.answers)

    def _items(self, values: Mapping[str, Any]) -> tuple[Item, ...]:
        stages = {**self.world.stages, self.stage.key: values}
        known = replace(self.world, stages=stages)
        return waiting.items_due(self.context.process, self.stage, self.answers, known)


def stage_of(process: Process, status: str, key: str) -> Stage | None:
    """The stage of a case at which something is due from its applicant now."""
    if status != CaseStatus.IN_PROGRESS or not key:
        return None
    stage = next((one for one in process.stages if one.key == key), None)
    return stage if stage is not None and stage.kind == APPLICANT else None


def material_of(process: Process, status: str, stage: str, key: str) -> Material | None:
    """A material that is due now."""
    found = stage_of(process, status, stage)
    return next((one for one in found.materials if one.key == key), None) if found else None


def due_of(context: Context) -> Due | None:
    """None when nothing is due."""
    case, process = context.case, context.process
    stage = stage_of(process, case.status, case.stage)
    submission = selectors.latest_submission(case) if stage else None
    if stage is None or submission is None:
        return None
    answers = sealed.unsealed(process, submission.answers)
    stored = sealed.unsealed(process, case.draft.due.get(stage.key, {}), stage.key)
    world = context.world(submission.facts)
    return Due(context, stage, submission, answers, world, stored)


def counts(files: list[Attachment]) -> Mapping[str, int]:
    return Counter(file.material for file in files)
