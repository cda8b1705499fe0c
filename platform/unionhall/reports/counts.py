"""Badges: how much waits, per process and stage, for one officer; and for an applicant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from permissions import gate
from unionhall.cases import selectors
from unionhall.cases.models import Task
from unionhall.definitions import selectors as definitions
from unionhall.engine.route import codename
from unionhall.language.model import Process
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.reports.my_cases import TODO
from unionhall.reports.paging import CAP, Count, capped
from unionhall.reports.standing import Reach, of_verbs, reach


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


def counts(user: User, union: Union | None = None) -> tuple[ProcessCount, ...]:
    """Every process he may act in, also those where nothing waits; on one union if given.

    One query for the processes and one per stage; each reads at most CAP rows of an index.
    """
    groups = gate.of(user).matter_groups
    found: list[ProcessCount] = []
    for document, process in definitions.catalogue():
        if process.matter_group in groups:
            place = reach(user, process.matter_group, union)
            stages = tuple(_stages(process, place))
            if stages:
                found.append(
                    ProcessCount(
                        document.key,
                        process.menu.title,
                        process.menu.group,
                        process.menu.icon,
                        _sum(stages),
                        stages,
                    )
                )
    return tuple(found)


def todo_count(user: User) -> Count:
    """What waits for the applicant himself: drafts, returned and withdrawn cases. One query."""
    return capped(selectors.standing().filter(starter_id=user.pk, status__in=TODO))


def _stages(process: Process, place: Reach) -> Iterator[StageCount]:
    """Stages on which this reach may act at all."""
    for stage in process.stages:
        verbs = {codename(process, actor.permission) for actor in stage.actors}
        own = of_verbs(place, verbs)
        if own:
            waiting = Task.objects.filter(process=process.key, stage=stage.key, done_at=None)
            yield StageCount(stage.key, stage.title, capped(waiting.filter(own.condition)))


def _sum(stages: tuple[StageCount, ...]) -> Count:
    value = sum(stage.waiting.value for stage in stages)
    return Count(min(value, CAP), value > CAP or any(one.waiting.is_capped for one in stages))
