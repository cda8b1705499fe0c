"""Judging a whole application, as the check page shows it and as `submit` asks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.cases import sealed, selectors
from unionhall.cases.models import Attachment, CaseStatus
from unionhall.casework import agreeing, depth
from unionhall.casework.context import Context
from unionhall.casework.outcome import exclusive_problem
from unionhall.casework.settling import Material, Settled, proven, settle
from unionhall.engine import checklist, eligibility, exclusive, period
from unionhall.engine.paths import is_absent, read
from unionhall.engine.problem import Problem
from unionhall.engine.validation import problems
from unionhall.language.model import Process


@dataclass(frozen=True, slots=True)
class Judged:
    """`settled.world` holds all facts; `items` are the materials that apply."""

    settled: Settled
    items: tuple[checklist.Item, ...]
    verdicts: tuple[eligibility.Verdict, ...]
    problems: tuple[Problem, ...]

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)


def judged(
    context: Context,
    held: Material,
    files: Iterable[Attachment],
    consents: Collection[str] | None = None,
) -> Judged:
    """All that is wrong at once. `consents` None: agreements are not asked for yet."""
    process = context.process
    settled = settle(context, held)
    answers = settled.state.answers
    world = proven(context, context.with_facts(answers), settled.state.values)
    settled = Settled(settled.state, settled.origins, world)
    items = checklist.checklist(process, answers, world)
    counts = Counter(file.material for file in files)
    found = [
        *problems(process, process.form, settled.state, world, mode="submit"),
        *depth.too_shallow(process, settled.state),
        *checklist.missing(items, counts),
    ]
    if period.is_closed(process, answers, world) and context.case.status != CaseStatus.RETURNED:
        found.append(period_problem(process))
    if consents is not None:
        found += agreeing.missing(process, "submit", consents)
    if consents is None or any(problem.is_blocking for problem in found):
        # Without other problems the unique index says it, and nobody can slip in between.
        found += taken_keys(context, answers)
    verdicts = eligibility.verdicts(process, answers, world)
    return Judged(settled, items, verdicts, tuple(found))


def period_problem(process: Process) -> Problem:
    """The window of the period is shut; what was returned for correction came in time."""
    shut = process.period
    path = shut.at.removeprefix("form.") if shut and shut.at.startswith("form.") else ""
    return Problem("period", path, {}, shut.message if shut else None)


def taken_keys(context: Context, answers: Mapping[str, Any]) -> list[Problem]:
    """Exclusive keys that another case holds."""
    process, case = context.process, context.case
    found: list[Problem] = []
    for name, values in exclusive.keys(process, answers, "in_progress"):
        holder = selectors.key_holder(process.key, name, selectors.key_digest(values))
        if holder is not None and holder.pk != case.pk:
            found.append(exclusive_problem(process, name))
    return found


def pinned(context: Context, found: Judged, files: Iterable[Attachment]) -> dict[str, Any]:
    """What a submission keeps for ever: only relevant answers, sensitive ones sealed."""
    process, state = context.process, found.settled.state
    origins = {
        path: origin
        for path, origin in found.settled.origins.items()
        if not is_absent(read(state.answers, path))
    }
    return {
        "revision": context.case.revision,
        "answers": sealed.sealed(process, state.answers),
        "origins": sealed.sealed_origins(process, origins),
        "facts": dict(found.settled.world.facts),
        "eligibility": eligibility.snapshot(found.verdicts),
        "materials_digest": selectors.materials_digest(files),
        "submitted_at": context.now,
    }
