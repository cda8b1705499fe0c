"""On what ground a core table changes: who, when, and because of which case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from unionhall.organisation.models import Union
from unionhall.people.models import Person, User


@dataclass(frozen=True, slots=True)
class Ground:
    """`basis` is the key of the case or words; `case_key` only the case. `union` and `person` are
    those of the case, for writes that name none. `number` is what the history of a register
    names: the number of the case, or of the job."""

    by: User
    now: datetime
    basis: str = ""
    case_key: str = ""
    union: Union | None = None
    person: Person | None = None
    number: str = ""

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()
