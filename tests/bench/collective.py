"""A case of thirty thousand people: chosen at one press, handed in, approved into registers; and
its pages meanwhile. Each database in a process of its own, in a database of its own.

No bare counterpart is measured beside it: what is printed are seconds, with the aim.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

PEOPLE = 30_000
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
AIMS = {"choose all": 30.0, "hand in": 10.0, "page": 0.3}


def report(title: str, database: str, people: int = PEOPLE) -> Iterator[str]:
    """Lines as they come from a process that has this new database in its environment."""
    with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
        environment = {**os.environ, "VAR_DIR": folder, "DATABASE_URL": database, "DEBUG": "0"}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
        line = [sys.executable, "-m", "tests.bench.collective", str(people)]
        yield f"\n{title}: one case of {people:,} people, seconds"
        with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            yield from (row.rstrip("\n") for row in process.stdout)
        if process.returncode:
            raise SystemExit(process.returncode)


def main() -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    people = int(sys.argv[1])
    for name, seconds, more in _measured(people):
        aim = next((f"aim {n:g}" for word, n in AIMS.items() if name.startswith(word)), "")
        sys.stdout.write(f"{name:<34}{seconds:>9.2f}   {aim:<9}{more}\n")
        sys.stdout.flush()
    return 0


def _measured(people: int) -> Iterator[tuple[str, float, str]]:
    from tests.factories.applications import fresh, upload
    from tests.factories.city import build
    from tests.factories.enrolment import open_aid
    from unionhall.casework.attach import attach
    from unionhall.casework.hand_in import hand_in, keep
    from unionhall.casework.lines.add import add_all
    from unionhall.casework.lines.check import recheck
    from unionhall.casework.submit import submit
    from unionhall.registers.models import Record

    city = build()
    aid = open_aid(city)
    yield *timed("fill the roster", lambda: enlist(city.software_union, people)), ""
    case = aid.draft(staff_total=people)
    given = {"by": city.lin, "now": NOW + timedelta(hours=1)}
    yield *timed("choose all", lambda: add_all(case.key, {}, **given)), _rate(people)
    for material in ("apply_form", "roster_sheet", "insurance_proof"):
        attach(case.key, material, upload("表.png"), **given)
    yield from _pages(case.key, city.lin)
    yield *timed("check the list", lambda: recheck(case.key, **given)), _rate(people)
    version = fresh(case).version
    yield (
        *timed("hand in", lambda: submit(case.key, version, ["notice"], **given)),
        _rate(people),
    )
    yield *timed("approve at the district", lambda: aid.approve(case, city.chen)), ""
    yield *timed("approve at the city", lambda: aid.approve(case, city.su)), ""
    values = {"paid_amount": people * 6_000, "paid_on": "2026-11-20"}
    keep(case.key, "pay", values, **given)
    attach(case.key, "voucher", upload("回单.png"), **given)
    hand_in(case.key, "pay", **given)
    told = timed("confirm: two registers per person", lambda: aid.approve(case, city.wu))
    count = Record.objects.filter(register="enrolment").count()
    yield *told, f"{count:,} enrolled"


def timed(name: str, act: Callable[[], object]) -> tuple[str, float]:
    begun = time.perf_counter()
    act()
    return name, time.perf_counter() - begun


def _rate(people: int) -> str:
    return f"of {people:,}"


def _pages(key: str, user: object) -> Iterator[tuple[str, float, str]]:
    """The list at its beginning, searched, far into it; the picker; the check page."""
    from django.test import Client

    from unionhall.cases.models import CaseLine

    client = Client()
    client.force_login(user, backend="unionhall.people.backends.PasswordBackend")
    last = CaseLine.objects.order_by("-number").values_list("number", flat=True)[0]
    for name, path in (
        ("page: the list", "lines/"),
        ("page: near its end", f"lines/?after={last - 60}"),
        ("page: searched", "lines/?q=%E6%9E%97"),
        ("page: the picker", "lines/choose/"),
        ("page: the form", "form/union/"),
    ):
        seconds = []
        for _ in range(5):
            begun = time.perf_counter()
            answer = client.get(f"/cases/{key}/{path}")
            seconds.append(time.perf_counter() - begun)
            assert answer.status_code == 200, path
        yield name, statistics.median(seconds), ""


def enlist(union: object, people: int) -> None:
    from tests.factories.enrolment import worker
    from unionhall.definitions import selectors as definitions
    from unionhall.engine.shapes import RegisterWrite
    from unionhall.people.models import User
    from unionhall.registers import store_bulk as bulk

    roster, by = definitions.register("roster"), User.objects.system()
    for start in range(0, people, 1_000):
        items = [
            bulk.Item(
                RegisterWrite("create", "roster", {}, {"union": union.key, **worker(serial)}),
                union,
                None,
            )
            for serial in range(start, min(start + 1_000, people))
        ]
        bulk.apply_many(items, roster, by=by, now=NOW)


if __name__ == "__main__":
    raise SystemExit(main())
