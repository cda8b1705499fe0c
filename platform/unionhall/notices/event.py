"""An event of a case as notices see it: its entries, the case, and the people around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from permissions import gate, grants
from unionhall.cases import sealed, selectors
from unionhall.cases.models import JournalEntry, PendingEvent, Submission, Task
from unionhall.casework.context import Context
from unionhall.engine.notices import reason_of
from unionhall.engine.world import World
from unionhall.organisation.models import Union
from unionhall.people.models import User


class Event:
    """Everything is read when it is first asked for."""

    def __init__(self, pending: PendingEvent, now: datetime) -> None:
        self.pending = pending
        self.case = pending.case
        self.context = Context(self.case, now)
        self.process = self.context.process

    @cached_property
    def entries(self) -> list[JournalEntry]:
        return selectors.entries_of(self.pending)

    @cached_property
    def _submission(self) -> Submission | None:
        return selectors.latest_submission(self.case)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Those handed in last."""
        found = self._submission
        return sealed.unsealed(self.process, found.answers) if found else {}

    @cached_property
    def world(self) -> World:
        """That of the case, and what was written when it was decided."""
        world = self.context.world(self._submission.facts if self._submission else None)
        return replace(world, case={**world.case, "reason": reason_of(self.entries)})

    @property
    def starter(self) -> User:
        return self.case.starter

    @property
    def subject(self) -> User | None:
        """The account of the person it is about."""
        return getattr(self.case.person, "user", None) if self.case.person else None

    def told(self) -> list[User]:
        """Who hears what became of the application: who began it, and whom it is about."""
        subject = self.subject
        both = [self.starter] if subject in (None, self.starter) else [self.starter, subject]
        return [user for user in both if user is not None]

    def deciders(self, stage: str = "") -> list[User]:
        """Who may decide the tasks open now, of one stage or of all."""
        tasks = [one for one in selectors.open_tasks(self.case) if stage in ("", one.stage)]
        found = {
            user.pk: user
            for task in tasks
            for user in self.holders(task.union, task.permission)
            if gate.may_decide(user, task).allowed
        }
        return list(found.values())

    def released(self, at: datetime) -> list[User]:
        """Who had it before them when it was taken back at that moment."""
        ended = Task.objects.filter(case=self.case, done_at=at, outcome="").select_related("union")
        users = (user for task in ended for user in self.holders(task.union, task.permission))
        return list({user.pk: user for user in users if user.pk != self.starter.pk}.values())

    def holders(self, union: Union, codename: str) -> list[User]:
        held = grants.holders([codename], [union], self.context.now)
        ids: Iterable[int] = held.get((union.key, codename), ())
        return list(User.objects.filter(pk__in=ids).select_related("person").order_by("pk"))
