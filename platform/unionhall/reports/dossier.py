"""What the pages of a case are told about it: plain shapes, filled by `case_page`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from unionhall.cases.models import Attachment, Case, Submission, Task
from unionhall.engine.eligibility import Verdict
from unionhall.engine.problem import Problem
from unionhall.engine.state import FormState
from unionhall.engine.world import World
from unionhall.language.model import Action, Material, Process
from unionhall.organisation.contacts import Call
from unionhall.reports.working import Working


@dataclass(frozen=True)
class InCharge:
    """Whose turn it is: a stage at a union, with the telephone to ask at, read when it is shown."""

    stage: str
    union: str
    since: datetime
    read: Callable[[], Call | None]

    @cached_property
    def _call(self) -> Call | None:
        return self.read()

    @property
    def phone(self) -> str:
        return self._call.phone if self._call else ""

    @property
    def hours(self) -> str:
        return self._call.hours if self._call else ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`by` is empty where nobody did anything (a stage was reached) and, for the applicant's
    eyes, where an officer did: he sees the union."""

    kind: str
    title: str
    sentence: str
    reason: str
    stage: str
    union: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A material of the checklist with its files. `verdict`: None, True (accepted), False."""

    material: Material
    required: bool
    files: tuple[Attachment, ...]
    verdict: bool | None = None
    reason: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changed since the previous submission; values in clear."""

    path: str
    title: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class CasePage:
    """`answers` are those of the submission shown, or of the draft while it can be edited.

    `task` is the open task this user may decide now, else None with `why_not` saying why.
    `digest` is that of the materials, to be sent with the decision. `working`: what the worker
    does with the whole of it; nobody may do anything meanwhile.
    """

    case: Case
    process: Process
    is_starter: bool
    state: FormState
    answers: Mapping[str, Any]
    world: World
    submission: Submission | None
    in_charge: tuple[InCharge, ...]
    timeline: tuple[TimelineEntry, ...]
    applicant_actions: tuple[str, ...]
    task: Task | None
    actions: tuple[Action, ...]
    stage_form: FormState | None
    why_not: str
    materials: tuple[MaterialRow, ...]
    eligibility: tuple[Verdict, ...]
    problems: tuple[Problem, ...]
    differences: tuple[Difference, ...]
    stage_values: Mapping[str, Mapping[str, Any]]
    unlocked: frozenset[str] | None
    digest: str
    working: Working | None = None
