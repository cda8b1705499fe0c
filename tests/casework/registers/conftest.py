"""The city with registers of help and of members, and a short way to their verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.city import City
from tests.factories.records import NOW, open_registers, values
from unionhall.casework.registers.act import act
from unionhall.casework.registers.add_record import add_record
from unionhall.registers.models import Record


@dataclass
class Desk:
    """`add` and `press` do what 林晓岚 does unless somebody else is named."""

    city: City

    def add(self, number: int = 1, by: Any = None, key: str | None = None, **more: Any) -> Record:
        by = by or self.city.lin
        made = add_record("help", "add", answers=values(number, **more), by=by, now=NOW, key=key)
        return Record.objects.get(key=made)

    def press(
        self,
        record: Any,
        action: str,
        answers: Mapping[str, Any] | None = None,
        *,
        register: str = "help",
        **given: Any,
    ) -> Any:
        given = {"by": self.city.lin, "now": NOW + timedelta(minutes=1), **given}
        return act(register, action, record.key, answers, given.pop("reason", ""), **given)


@pytest.fixture
def desk(city) -> Desk:
    open_registers(city)
    return Desk(city)
