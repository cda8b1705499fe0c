"""Badges: how much waits, per process and stage, for one officer; and for an applicant."""

from __future__ import annotations

from dataclasses import dataclass

from permissions import gate
from unionhall.cases import selectors
from unionhall.definitions import selectors as definitions
from unionhall.engine.route import codename
from unionhall.language.model import Process, Stage
from unionhall.organisation.models import Union
from unionhall.people.models import User
from unionhall.reports.my_cases import waiting
from unionhall.reports.paging import CAP, Count, capped
from unionhall.reports.standing import Reach, of_verbs, reach
from unionhall.reports.tallies import Place, tally


@dataclass(frozen=True, slots=True)
class StageCount:
    key: str
    title: str
    waiting: Count


@dataclass(frozen=True, slots=True)
class ProcessCount:
    process: Process
    key: str
    title: str
    group: str
    icon: str
    waiting: Count
    stages: tuple[StageCount, ...]


def counts(user: User, union: Union | None = None) -> tuple[ProcessCount, ...]:
    """Every process he may act in, also those where nothing waits; on one union if given.

    One query for the processes and one for all numbers; it reads at most CAP entries of an index
    for each stage.
    """
    groups = gate.of(user).matter_groups
    offered = [
        (document.key, process, _places(process, reach(user, process.matter_group, union)))
        for document, process in definitions.catalogue()
        if process.matter_group in groups
    ]
    numbers = iter(tally([place for *_, places in offered for _, place in places]))
    found: list[ProcessCount] = []
    for key, process, places in offered:
        stages = tuple(StageCount(stage.key, stage.title, next(numbers)) for stage, _ in places)
        if stages:
            menu = process.menu
            words = (key, menu.title, menu.group, menu.icon)
            found.append(ProcessCount(process, *words, _sum(stages), stages))
    return tuple(found)


def todo_count(user: User) -> Count:
    """What waits for the applicant himself: drafts, returned and withdrawn cases, and what is due
    at a stage. One query."""
    return capped(selectors.standing().filter(waiting(), starter_id=user.pk))


def _places(process: Process, place: Reach) -> list[tuple[Stage, Place]]:
    """Stages on which this reach may act at all."""
    found = []
    for stage in process.stages:
        verbs = {codename(process, actor.permission) for actor in stage.actors}
        own = of_verbs(place, verbs)
        if own:
            found.append((stage, Place(process.key, own, stage=stage.key)))
    return found


def _sum(stages: tuple[StageCount, ...]) -> Count:
    value = sum(stage.waiting.value for stage in stages)
    return Count(min(value, CAP), value > CAP or any(one.waiting.is_capped for one in stages))
