"""Applications of the demonstration that are under way, begun and handed in by the real verbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from unionhall.casework.choose import choose
from unionhall.casework.save import save
from unionhall.casework.start import start
from unionhall.casework.submit import submit
from unionhall.config.management.demo.plan import Plan
from unionhall.definitions import selectors as definitions
from unionhall.organisation.models import Unit
from unionhall.people.models import User


def begin(plan: Plan, now: datetime) -> int:
    """Hand in what the plan says of published matters; returns how many.

    Raises casework.refusals.Refused when the plan does not fit a definition any more.
    """
    count = 0
    for wanted in plan.data["cases"]:
        if is_published(wanted["process"]):
            _hand_in(wanted, now)
            count += 1
    return count


def is_published(process: str) -> bool:
    """A demonstration may be made before anything is published (tests of the city alone)."""
    try:
        definitions.current_process(process)
    except definitions.NotPublished:
        return False
    return True


@transaction.atomic
def _hand_in(wanted: Mapping[str, Any], now: datetime) -> None:
    by = User.objects.select_related("person").get(mobile=wanted["by"])
    case = start(wanted["process"], wanted["consents"], by=by, now=now)
    days = {
        path: (now.date() - timedelta(days=ago)).isoformat()
        for path, ago in wanted["days_ago"].items()
    }
    save(case.key, {**wanted["answers"], **days}, by=by, now=now)
    for path, name in wanted["units"].items():
        case = choose(case.key, path, Unit.objects.get(name=name).key, by=by, now=now).case
    submit(case.key, case.version, wanted["consents"], by=by, now=now)
