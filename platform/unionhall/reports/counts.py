"""Badges: how much waits, per process and stage, for one officer; and for an applicant."""

from __future__ import annotations

from dataclasses import dataclass

from unionhall.people.models import User
from unionhall.reports.paging import Count


@dataclass(frozen=True, slots=True)
class StageCount:
    key: str
    title: str
    waiting: Count


@dataclass(frozen=True, slots=True)
class ProcessCount:
    key: str
    title: str
    group: str
    icon: str
    waiting: Count
    stages: tuple[StageCount, ...]


def counts(user: User) -> tuple[ProcessCount, ...]:
    """Every process he holds a grant for, also those where nothing waits."""
    raise NotImplementedError


def todo_count(user: User) -> Count:
    """What waits for the applicant himself: drafts, returned and withdrawn cases."""
    raise NotImplementedError
