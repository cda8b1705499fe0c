"""What the demonstration city is made of: `form_definitions/<pack>/demo/city.json`, with chance.

All data is in the file; the builders beside this one know how to make things, not which. Chance
is seeded: the same file makes the same people.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from unionhall.config.management.demo.numbers import resident_id

FILE = "demo/city.json"


@dataclass(frozen=True)
class Plan:
    """The file and the source of chance."""

    data: Mapping[str, Any]
    chance: random.Random

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randrange((last - first).days + 1))

    def person_name(self) -> str:
        words = self.data["words"]
        length = self.chance.choice((1, 2, 2, 2))
        return self.chance.choice(words["surnames"]) + "".join(
            self.chance.sample(words["given"], length)
        )

    def firm_names(self) -> list[str]:
        """Every name a firm can have, shuffled."""
        words = self.data["words"]
        names = [
            f"{place}{trade}{form}"
            for place in words["places"]
            for trade in words["trades"]
            for form in words["forms"]
        ]
        self.chance.shuffle(names)
        return names

    def of_account(self, mobile: str) -> Plan:
        """Chance of his own: who has an account stays who he is, however many people there are."""
        return replace(self, chance=random.Random(f"{self.data['seed']}/{mobile}"))

    def new_resident_id(
        self, gender: str, taken: set[str], region: str = "", born: tuple[int, int] = (1962, 2004)
    ) -> str:
        """An ID number nobody of the city has; `gender` is "1" or "2", `born` between years."""
        first, last = date(born[0], 1, 1), date(born[1], 12, 31)
        while True:
            born_on = self.day(first, last)
            sequence = self.chance.randrange(1, 499) * 2 + (gender == "1")
            place = (region,) if region else ()
            number = resident_id(born_on, sequence, *place)
            if number not in taken:
                taken.add(number)
                return number


def load(pack: Path) -> Plan | None:
    """The plan of a pack; None when it has no demonstration."""
    file = pack / FILE
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    return Plan(data, random.Random(data["seed"]))
