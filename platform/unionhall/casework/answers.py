"""What the verbs on a draft give back."""

from __future__ import annotations

from dataclasses import dataclass

from unionhall.cases.models import Case
from unionhall.engine.prefill import Change
from unionhall.engine.problem import Problem
from unionhall.engine.state import FormState


@dataclass(frozen=True, slots=True)
class Saved:
    """`case.version` is the one to send next. `problems`: what is wrong with what is typed so
    far (types and lengths); `state` is the form as it stands now, values in clear."""

    case: Case
    problems: tuple[Problem, ...]
    state: FormState


@dataclass(frozen=True, slots=True)
class Refreshed:
    """`changes` not applied yet when nothing was accepted; `applied` are their paths."""

    case: Case
    changes: tuple[Change, ...]
    applied: tuple[str, ...] = ()
