"""What a story knows after an event: who agreed where, who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from unionhall.engine.notices import Due, moments_of, notices_of, reason_of
from unionhall.engine.shapes import CaseState, Outcome, TaskState

if TYPE_CHECKING:
    from unionhall.engine.story import Story


def deciders(
    before: CaseState, task: TaskState | None, by: Any, outcome: Outcome
) -> Mapping[str, frozenset[Any]]:
    """Who agreed at each stage when it was decided last: entering one begins it anew."""
    agreed = dict(before.deciders)
    if task is not None and any(entry.kind == "approved" for entry in outcome.entries):
        agreed[task.stage] = agreed.get(task.stage, frozenset()) | {by}
    for entry in outcome.entries:
        if entry.kind == "entered":
            agreed.pop(entry.stage, None)
    return agreed


def notices(story: Story, outcome: Outcome) -> tuple[Due, ...]:
    """Asked after the event, of what was handed in."""
    if not story.process.notices:
        return ()
    answers = story.submitted or story.form().answers
    world = story.world(answers)
    world = replace(world, case={**world.case, "reason": reason_of(outcome.entries)})
    found = (
        notices_of(story.process, moment, answers, world) for moment in moments_of(outcome.entries)
    )
    return tuple(due for dues in found for due in dues)
