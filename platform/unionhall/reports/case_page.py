"""One case with everything its pages show, for the applicant and for staff.

While the applicant may change it he sees the draft, judged as a submission would be; everybody
else, and he himself after handing in, sees the newest submission as it was handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from permissions import gate
from unionhall.cases import sealed, selectors
from unionhall.cases.models import Attachment, Case, Submission
from unionhall.casework.complete import judged
from unionhall.casework.context import Context
from unionhall.casework.refusals import NotYours
from unionhall.casework.settling import material
from unionhall.definitions.selectors import process_of
from unionhall.engine import actions, checklist, waiting
from unionhall.engine.eligibility import Verdict
from unionhall.engine.problem import Problem
from unionhall.engine.state import FormState, resolve
from unionhall.engine.world import World
from unionhall.people.models import User
from unionhall.reports import case_parts, turns
from unionhall.reports.dossier import (
    CasePage,
    Difference,
    InCharge,
    MaterialRow,
    TimelineEntry,
)
from unionhall.reports.turns import Turn
from unionhall.reports.working import working

__all__ = ["CasePage", "Difference", "InCharge", "MaterialRow", "TimelineEntry", "case_page"]


BUSY = Turn()


@dataclass(frozen=True, slots=True)
class _Shown:
    """The answers a page is about, worked out."""

    context: Context
    state: FormState
    world: World
    items: tuple[checklist.Item, ...]
    verdicts: tuple[Verdict, ...]
    files: list[Attachment]
    problems: tuple[Problem, ...] = ()
    unlocked: frozenset[str] | None = None
    before: Mapping[str, Any] | None = field(default=None)


def case_page(user: User, case_key: str, now: datetime | None = None) -> CasePage:
    """Raises `casework.refusals.NotYours` for what does not exist or is not for this user.

    About ten queries, whatever the size of the case or of the database.
    """
    case = selectors.loaded(case_key, with_starter=True) if selectors.is_key(case_key) else None
    if case is None:
        raise NotYours
    is_starter = case.starter_id == user.pk
    if is_starter:
        case.starter = user
    elif not gate.may_view(user, case).allowed:
        raise NotYours
    moment = now or timezone.now()
    handed_in = selectors.submissions(case)
    is_draft = (is_starter and case.status in actions.EDITABLE) or not handed_in
    shown = _draft(case, handed_in, moment) if is_draft else _submitted(case, handed_in, moment)
    return _page(case, user, shown, handed_in, is_starter=is_starter)


def _page(
    case: Case, user: User, shown: _Shown, handed_in: list[Submission], *, is_starter: bool
) -> CasePage:
    process, answers = shown.context.process, shown.state.answers
    tasks = selectors.open_tasks(case)
    state = shown.context.state(tasks)
    work = working(case, user)
    is_busy = work is not None and work.is_open
    mine = turns.of(user, process, state, tasks, answers, shown.world) if not is_busy else BUSY
    return CasePage(
        case=case,
        process=process,
        is_starter=is_starter,
        state=shown.state,
        answers=answers,
        world=shown.world,
        submission=handed_in[0] if handed_in else None,
        in_charge=case_parts.in_charge(process, tasks),
        timeline=_later(lambda: case_parts.timeline(case, process, is_starter=is_starter)),
        applicant_actions=actions.applicant_actions(process, state)
        if is_starter and not is_busy
        else (),
        task=mine.task,
        actions=mine.actions,
        stage_form=mine.form,
        why_not=mine.why_not,
        materials=_later(
            lambda: case_parts.material_rows(case, shown.items, shown.files, shown.unlocked)
        ),
        eligibility=shown.verdicts,
        problems=shown.problems,
        differences=case_parts.differences(process, shown.before, answers),
        stage_values=shown.context.stage_values,
        unlocked=shown.unlocked,
        digest=selectors.materials_digest(shown.files),
        working=work,
    )


def _later(read: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    """Read when somebody looks: a decision opens the page without drawing it."""
    return cast(tuple[Any, ...], SimpleLazyObject(read))


def _draft(case: Case, handed_in: list[Submission], now: datetime) -> _Shown:
    context = Context(case, now)
    held = material(context)
    files = selectors.attachments(case)
    found = judged(context, held, files)
    latest = handed_in[0] if handed_in else None
    return _Shown(
        context,
        found.settled.state,
        found.settled.world,
        found.items,
        found.verdicts,
        files,
        found.problems,
        held.unlocked,
        sealed.unsealed(process_of(latest.revision), latest.answers) if latest else None,
    )


def _submitted(case: Case, handed_in: list[Submission], now: datetime) -> _Shown:
    """By the revision it was handed in with, whatever the draft has become since."""
    latest = handed_in[0]
    process = process_of(latest.revision)
    context = Context(case, now, process)
    world = context.world(latest.facts)
    answers = sealed.unsealed(process, latest.answers)
    state = resolve(process, process.form, answers, world)
    previous = handed_in[1] if len(handed_in) > 1 else None
    files = selectors.files_of(case, latest)
    return _Shown(
        context,
        state,
        world,
        (
            *checklist.checklist(process, answers, world),
            *_handed_in(context, answers, world, files),
        ),
        case_parts.kept_verdicts(process, latest.eligibility),
        files,
        before=sealed.unsealed(process_of(previous.revision), previous.answers)
        if previous
        else None,
    )


def _handed_in(
    context: Context, answers: Mapping[str, Any], world: World, files: list[Attachment]
) -> tuple[checklist.Item, ...]:
    """Materials of the stages at which something was handed in already."""
    there = {file.material for file in files}
    found: list[checklist.Item] = []
    for stage in context.process.stages:
        if not there.isdisjoint(one.key for one in stage.materials):
            found += waiting.items_due(context.process, stage, answers, world)
    return tuple(found)
