"""May this person begin? The list of conditions before there is a case."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from unionhall.casework import calendar
from unionhall.engine.eligibility import Verdict, verdicts
from unionhall.engine.facts import collect
from unionhall.engine.world import World
from unionhall.language.model import Process
from unionhall.people import selectors as people
from unionhall.registers import selectors as registers


def look(process: Process, user: Any) -> tuple[Verdict, ...]:
    """Return one verdict per condition; what needs answers of the form is pending."""
    now = timezone.localtime()
    world = World(
        now=now.isoformat(),
        today=now.date().isoformat(),
        calendar=lambda: calendar.known(now.date()),
        applicant=people.applicant_facts(user),
    )
    return verdicts(process, {}, collect(process, {}, world, registers.answer))
