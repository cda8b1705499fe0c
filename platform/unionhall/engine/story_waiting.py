"""Steps of a story at stages where no officer decides alone: what is due from the applicant, what
comes from outside, verdicts on single lines. Called as `casework` calls the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from unionhall.engine import waiting
from unionhall.engine.actions import act
from unionhall.engine.effects import done_of
from unionhall.engine.shapes import APPLICANT, Entry, Refused
from unionhall.engine.story_lines import FAILED, PASSED, StoryLine
from unionhall.language.model import Stage

if TYPE_CHECKING:
    from unionhall.engine.story import Story


def stage_of(story: Story) -> Stage | None:
    """The stage the case stands at."""
    state = story.state
    return story.process.stage(state.stage) if state.status == "in_progress" else None


def asks_for(story: Story, material: str) -> bool:
    """Whether the stage the case stands at asks the applicant for a material."""
    stage = stage_of(story)
    if stage is None or stage.kind != APPLICANT:
        return False
    return any(one.key == material for one in stage.materials)


def hand_in(story: Story, told: Mapping[str, Any]) -> None:
    """`values` are laid over what was typed before; `files`: how many are added per material."""
    stage = stage_of(story)
    key = stage.key if stage else ""
    for material, count in told.get("files", {}).items():
        story.files[material] += count
    typed = story.due.setdefault(key, {})
    typed.update(told.get("values", {}))
    try:
        outcome = waiting.hand_in(
            story.process,
            story.state,
            story.submitted,
            story.world(story.submitted),
            story.staffing,
            values=typed,
            files=story.files,
        )
    except Refused as refused:
        story.found = tuple(refused.params.get("problems", ()))
        raise
    story.store(outcome)


def answered(story: Story, told: Mapping[str, Any]) -> None:
    """`passed`: numbers of lines, `all` or `rest`; `failed`: number -> reason; `values`: what else
    was said of each. Without lines `ok` and `reason`."""
    stage = stage_of(story)
    if stage is None or stage.outside is None:
        raise Refused("illegal-action", action="answer", status=story.state.status)
    failed = [(story.lines.chosen([number]), why) for number, why in told.get("failed", {}).items()]
    for lines, why in failed:
        _judge(story, stage, lines, passed=False, reason=why, values={})
    values = told.get("values", {})
    good = story.lines.chosen(told.get("passed"))
    _judge(story, stage, good, passed=True, reason="", values=values)
    answer = waiting.Answer(
        passed=len(good),
        failed=sum(len(lines) for lines, _why in failed),
        is_passed=told.get("ok"),
        reason=told.get("reason", ""),
    )
    outcome = waiting.answered(
        story.process,
        story.state,
        story.submitted,
        story.world(story.submitted),
        story.staffing,
        answer,
    )
    story.store(outcome)


def overdue(story: Story, told: Mapping[str, Any]) -> None:
    """The answer is late."""
    story.store(waiting.overdue(story.process, story.state))


def decide_lines(story: Story, told: Mapping[str, Any], *, passed: bool) -> None:
    """`by` says yes or no to `lines`; the last one is his approval, unless more is asked of him."""
    by, reason = told.get("by"), told.get("reason", "")
    task = story.task_of(by, told.get("union"))
    stage = waiting.may_decide_lines(story.process, story.state, task, by, story.staffing)
    if not passed and not reason.strip():
        raise Refused("reason-required", action="fail")
    lines = story.lines.chosen(told.get("lines", "all"))
    _judge(story, stage, lines, passed=passed, reason=reason, values={})
    world = story.world(story.submitted)
    count = {"passed" if passed else "failed": len(lines)}
    story.journal.append(Entry("lines_decided", stage.key, task.union, count))
    if not waiting.ends_with_lines(stage, task.quorum, world):
        return
    outcome = act(
        story.process,
        story.state,
        task=task,
        action="approve",
        by=by,
        answers=story.submitted,
        world=world,
        staffing=story.staffing,
    )
    story.store(outcome, task, by)


def _judge(
    story: Story,
    stage: Stage,
    lines: Sequence[StoryLine],
    *,
    passed: bool,
    reason: str,
    values: Mapping[str, Any],
) -> None:
    """The verdict and what it writes for each of these lines."""
    if not lines:
        return
    for line in lines:
        line.state, line.reason = (PASSED if passed else FAILED), reason
        line.answer.update(values)
    moment = "passed" if passed else "failed"
    answers = story.submitted
    done = done_of(story.process, stage, moment, answers, story.world(answers))
    story.writes += story.lines.writes(done.writes, lines)
    story.judged.append((moment, tuple(lines)))
