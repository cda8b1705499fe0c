"""What happens behind the scenes of a journey: commands on the served city's own data folder.

Only for what no page of this product does yet (registering a union, correcting a register) and
for `manage.py definitions`. Everything a page can do is done on the page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = "RESULT "

FOUND = """
import json, random
from datetime import date, timedelta
from django.utils import timezone
from unionhall.cases.models import Case
from unionhall.config.management.demo.numbers import EMPLOYER, credit_code
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.organisation import store
from unionhall.organisation.models import Union, Unit
from unionhall.people.models import User
from unionhall.registers import store as registers

Case.objects.filter(status="draft", starter__mobile__startswith="154000000").delete()
park = Union.objects.get(name="海滨园区工会")
register = definitions.register("fund-payment")
system, now = User.objects.system(), timezone.now()
chance = random.Random()
taken = set(Unit.objects.values_list("name", flat=True))
serial = 100_000 + Unit.objects.count() * 7

def new_name(ending):
    while True:
        name = "".join(chance.sample("安柏辰朝澄岱峰谷禾桦锦景岚黎林陵茂宁浦祺青荣尚松棠望溪霞永远悦泽", 3)) + ending
        if name not in taken:
            taken.add(name)
            return name

def enter(name, kind, parent, paid):
    global serial
    serial += 1
    union = None
    if kind:
        founded = date(2019, 1, 1) + timedelta(days=chance.randrange(2000))
        ending = "工会小组" if kind == "group" else "工会"
        union = store.add_union(name + ending, kind, parent, founded_on=founded,
                                chair_name="示例主席", phone="15402990000")
        if paid:
            values = {"union": union.key, "unit_name": name, "paid_on": "2018-06-01",
                      "amount": 2345600, "receipt_no": f"JK-E2E-{serial}"}
            registers.apply(RegisterWrite("create", "fund-payment", {}, values), register,
                            union=union, by=system, now=now)
    store.add_unit(name, credit_code(EMPLOYER, serial), union)
    return name, union

made = {"firm": [], "group": [], "unpaid": [], "loose": []}
for _ in range(FIRMS):
    name, union = enter(new_name("制造有限公司"), "union", park, True)
    made["firm"].append(name)
for number in range(GROUPS):
    firm, union = enter(new_name("科技有限公司"), "union", park, True)
    name, _ = enter(firm + "一车间", "group", union, True)
    made["group"].append(name)
for _ in range(2):
    made["unpaid"].append(enter(new_name("商贸有限公司"), "union", park, False)[0])
    made["loose"].append(enter(new_name("工作室"), "", None, False)[0])
print("RESULT " + json.dumps(made))
"""


@dataclass(frozen=True)
class Site:
    """A served city: where it answers, and the data folder it lives in."""

    address: str
    folder: Path

    def manage(self, *arguments: str) -> tuple[int, str]:
        """Run `manage.py` beside the server; returns exit code and everything it said."""
        hidden = ("DATABASE_URL", "BROKER_URL")
        environment = {name: value for name, value in os.environ.items() if name not in hidden}
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**environment, "VAR_DIR": str(self.folder), "DEMO": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def shell(self, code: str) -> str:
        status, said = self.manage("shell", "-v", "0", "-c", code)
        assert status == 0, said[-3000:]
        return said

    def found(self, firms: int, groups: int) -> dict[str, list[str]]:
        """Register new employers below 思江区总工会; names by what is special about them.

        "firm" and "group" founded a union and paid the fund, "unpaid" did not pay, "loose" has no
        union. So every journey has a union of its own and may be repeated on the same city.
        """
        said = self.shell(FOUND.replace("FIRMS", str(firms)).replace("GROUPS", str(groups)))
        line = next(line for line in said.splitlines() if line.startswith(MARK))
        made: dict[str, list[str]] = json.loads(line.removeprefix(MARK))
        return made

    def change_union(self, unit: str, **values: str) -> None:
        """Correct the register of the union this employer founded."""
        self.shell(
            "from unionhall.organisation.models import Union\n"
            f"Union.objects.filter(units__name={unit!r}).update(**{values!r})"
        )
