"""What the engine may know about a case: its union, applicant, facts, as a World.

Reads only what is asked for: people and unions come from the database when an expression first
looks at them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from permissions import gate
from unionhall.cases import line_selectors, sealed
from unionhall.cases import selectors as cases
from unionhall.cases.models import Case, Task
from unionhall.casework import calendar
from unionhall.definitions import selectors as definitions
from unionhall.definitions.selectors import process_of
from unionhall.engine import period
from unionhall.engine.facts import collect
from unionhall.engine.paths import read
from unionhall.engine.shapes import CaseState
from unionhall.engine.world import World
from unionhall.language.model import Process
from unionhall.organisation import selectors as organisation
from unionhall.organisation.models import Union
from unionhall.people import selectors as people
from unionhall.people.models import Person, User
from unionhall.registers import selectors as registers

FORM = "form."
ROOT = "root"


class Lazy(Mapping[str, Any]):
    """A mapping that is read when somebody first looks into it."""

    def __init__(self, load: Callable[[], Mapping[str, Any]]) -> None:
        self._load = load

    @cached_property
    def _read(self) -> Mapping[str, Any]:
        return self._load()

    def __getitem__(self, key: str) -> Any:
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


class Applicant(Lazy):
    """`applicant.*`: what stands on the person himself costs no query, the rest five at once."""

    def __init__(self, user: Callable[[], User], today: date) -> None:
        super().__init__(lambda: people.applicant_facts(self._user(), today))
        self._user = user

    @cached_property
    def _own(self) -> Mapping[str, Any]:
        person = self._user().person
        if person is None:
            return {"verified": False}
        verified = person.verified_at is not None
        return {"id": person.key, "name": person.name, "verified": verified}

    def __getitem__(self, key: str) -> Any:
        return self._own[key] if key in self._own else self._read[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self._own[key] if key in self._own else self._read.get(key, default)


class LineNumbers(Lazy):
    """`lines.*`: how many there are stands on the case, in which states is counted when asked."""

    def __init__(self, case: Case) -> None:
        super().__init__(lambda: asdict(line_selectors.counts(case)))
        self._case = case

    def get(self, key: str, default: Any = None) -> Any:
        return self._case.line_count if key == "total" else self._read.get(key, default)


class Place:
    """The union a case is about, and the way from it up to the root; read once."""

    def __init__(self, union: Union | None) -> None:
        self.union = union

    @cached_property
    def links(self) -> list[Union]:
        return organisation.chain(self.union) if self.union else []

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        return organisation.facts_of(self.union, self.links)


class Context:
    """A case in its surroundings at one moment. `process` is that of the case's revision."""

    def __init__(self, case: Case, now: datetime, process: Process | None = None) -> None:
        self.case = case
        self.now = now
        self.process = process or process_of(case.revision)
        self.place = Place(case.union)

    @property
    def starter(self) -> User:
        return self.case.starter

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    @cached_property
    def applicant(self) -> Mapping[str, Any]:
        return Applicant(lambda: self.starter, self.today)

    @cached_property
    def stage_values(self) -> Mapping[str, Mapping[str, Any]]:
        return sealed.unsealed_stages(self.process, self.case.stage_values)

    def state(self, tasks: Iterable[Task]) -> CaseState:
        """The case as the engine sees it, with the people its stages ask for."""
        asked = {who for stage in self.process.stages for who in stage.not_by}
        known: dict[str, Any] = {}
        if "deciders" in asked:
            known["deciders"] = cases.deciders(self.case)
        if "beneficiary" in asked:
            known["beneficiary"] = people.user_id_of(self.case.person_id)
        return cases.state_of(self.case, tasks, self.stage_values, **known)

    @property
    def is_about_another(self) -> bool:
        """Whether a field says whom it is about; otherwise that is the starter."""
        subject = self.process.subject
        return subject.kind == "person" and subject.source.startswith(FORM)

    def person(self, values: Mapping[str, Any]) -> Person | None:
        """Whom these values make it about."""
        if not self.is_about_another:
            return self.starter.person
        return people.person_by_key(read(values, self.process.subject.source.removeprefix(FORM)))

    def subject(self, values: Mapping[str, Any]) -> Union | None:
        """Whose case these values make it: the union that the definition's subject names."""
        source = self.process.subject.union
        if source == ROOT:
            return organisation.root()
        if source.startswith(FORM):
            key = read(values, source.removeprefix(FORM))
            known = self.place.union
            return known if known and known.key == key else organisation.union_by_key(key)
        person = self.starter.person
        member = people.active_membership(person) if person else None
        return member.union if member else None

    @property
    def has_computed_union(self) -> bool:
        """Whether the union of the case is a field that the form computes: then it is not among
        the stored values, only among the answers."""
        source = self.process.subject.union
        computed = {one.path for one in self.process.form.computed}
        return source.startswith(FORM) and source.removeprefix(FORM) in computed

    def move(self, values: Mapping[str, Any]) -> bool:
        """Follow the subject to its union; False when it stays where it was."""
        union = self.subject(values)
        if (union.pk if union else None) == (self.place.union.pk if self.place.union else None):
            return False
        self.place = Place(union)
        return True

    def world(self, facts: Mapping[str, Any] | None = None) -> World:
        place = self.place
        return World(
            now=timezone.localtime(self.now).isoformat(timespec="seconds"),
            today=self.today.isoformat(),
            applicant=self.applicant,
            union=Lazy(lambda: place.facts) if place.union else {},
            case={"number": self.case.number, "status": self.case.status},
            stages=self.stage_values,
            facts=facts or {},
            links=self.case.links,
            lines=LineNumbers(self.case) if self.process.lines else {},
            period=self._period,
            calendar=lambda: calendar.known(self.today),
        )

    @cached_property
    def _period(self) -> Callable[[Any], Mapping[str, Any]] | None:
        return period.reader(self.process, self._read_period)

    def _read_period(self, key: str) -> Mapping[str, Any]:
        """All columns of the record, absent ones null; {} when there is none."""
        assert self.process.period is not None
        name = self.process.period.register
        record = registers.record_by_key(name, key)
        if record is None:
            return {}
        known = definitions.register(name).schema.get("properties", {})
        return {**dict.fromkeys(known), **registers.read(record)}

    def with_facts(self, answers: Mapping[str, Any], only: Collection[str] | None = None) -> World:
        """The world with facts asked of the registers now; `only` these, None = all."""
        world = self.world()
        if not self.process.facts or (only is not None and not only):
            return world
        return collect(self.process, answers, world, registers.answer, only)

    def staffing(self) -> Staffing:
        return Staffing(self.process, self.place, self.now)

    def unions(self, keys: Iterable[str | None]) -> dict[str, Union]:
        """Unions by key; those on the way up are known already when the route was asked."""
        known = {link.key: link for link in self.place.links} if self.place.union else {}
        unknown = {key for key in keys if key and key not in known}
        return {**known, **(organisation.unions_by_key(unknown) if unknown else {})}


class Staffing(Mapping[tuple[str, str], frozenset[int]]):
    """(union key, verb) -> users who hold it now. The way up is read at once, any other union
    that an actor expression gives when it is asked for."""

    def __init__(self, process: Process, place: Place, now: datetime) -> None:
        self.process, self.place, self.now = process, place, now

    @cached_property
    def _known(self) -> dict[tuple[str, str], frozenset[int]]:
        return dict(gate.staffing(self.process, self.place.links, self.now))

    @cached_property
    def _asked(self) -> set[str]:
        return {link.key for link in self.place.links}

    def __getitem__(self, place: tuple[str, str]) -> frozenset[int]:
        union, _verb = place
        if union not in self._asked:
            self._asked.add(union)
            found = organisation.union_by_key(union)
            if found is not None:
                self._known.update(gate.staffing(self.process, [found], self.now))
        return self._known[place]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
