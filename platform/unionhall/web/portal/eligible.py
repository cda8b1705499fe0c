"""May this person begin? The list of conditions before there is a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone

from unionhall.casework import calendar
from unionhall.engine.eligibility import Verdict, verdicts
from unionhall.engine.facts import collect
from unionhall.engine.world import World
from unionhall.language.model import Process
from unionhall.organisation import selectors as organisation
from unionhall.organisation.models import Union
from unionhall.people import selectors as people
from unionhall.registers import selectors as registers

OWN_UNION: Final = "applicant.union"


def look(process: Process, user: Any) -> tuple[Verdict, ...]:
    """Return one verdict per condition; what needs answers of the form is pending."""
    now, applicant = timezone.localtime(), people.applicant_facts(user)
    world = World(
        now=now.isoformat(),
        today=now.date().isoformat(),
        calendar=lambda: calendar.known(now.date()),
        applicant=applicant,
        union=organisation.facts_of(_union(process, applicant)),
    )
    return verdicts(process, {}, collect(process, {}, world, registers.answer))


def _union(process: Process, applicant: Mapping[str, Any]) -> Union | None:
    """Whose case it will be, where that is known of the person and not said in the form."""
    key = applicant.get("union") if process.subject.union == OWN_UNION else None
    return organisation.union_by_key(key) if key else None
