"""A case of thirty thousand people: chosen at one press, handed in, approved into registers; and
its pages meanwhile. Each database in a process of its own, in a database of its own.

No bare counterpart is measured beside it: what is printed are seconds, with the aim. What many
lines make long is only asked for at the press; the seconds are those of press and worker together,
and the press is told beside them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from tests.bench.cost import Meter

PEOPLE = 30_000
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
AIMS = {"choose all": 20.0, "check": 6.0, "hand in": 10.0, "confirm": 45.0, "page": 0.3}


def report(title: str, database: str, people: int = PEOPLE) -> Iterator[str]:
    """Lines as they come from a process that has this new database in its environment."""
    with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
        environment = {**os.environ, "VAR_DIR": folder, "DATABASE_URL": database, "DEBUG": "0"}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
        line = [sys.executable, "-m", "tests.bench.collective", str(people)]
        yield f"\n{title}: one case of {people:,} people: seconds, and of processor time"
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
    for name, seconds, cost, more in _measured(people):
        aim = next((f"aim {n:g}" for word, n in AIMS.items() if name.startswith(word)), "")
        sys.stdout.write(f"{name:<34}{seconds:>9.2f}{cost:>9.2f}   {aim:<9}{more}\n")
        sys.stdout.flush()
    return 0


def _measured(people: int) -> Iterator[tuple[str, float, float, str]]:
    from tests.factories.applications import fresh, upload
    from tests.factories.city import build
    from tests.factories.enrolment import open_aid
    from unionhall.casework.attach import attach
    from unionhall.casework.hand_in import hand_in, keep
    from unionhall.casework.lines.add import add_all
    from unionhall.casework.lines.check import recheck
    from unionhall.casework.submit import submit
    from unionhall.notices.work import tell
    from unionhall.registers.models import Record

    city = build()
    aid = open_aid(city)
    publish_texts()
    yield *timed("fill the roster", lambda: enlist(city.software_union, people)), ""
    case = aid.draft(staff_total=people)
    given = {"by": city.lin, "now": NOW + timedelta(hours=1)}
    yield worked("choose all", lambda: add_all(case.key, {}, **given))
    for material in ("apply_form", "roster_sheet", "insurance_proof"):
        attach(case.key, material, upload("表.png"), **given)
    yield from _pages(case.key, city.lin)
    yield worked("check the list", lambda: recheck(case.key, **given))
    version = fresh(case).version
    yield worked("hand in", lambda: submit(case.key, version, ["notice"], **given))
    yield worked("approve at the district", lambda: aid.approve(case, city.chen))
    yield worked("approve at the city", lambda: aid.approve(case, city.su))
    values = {"paid_amount": people * 6_000, "paid_on": "2026-11-20"}
    keep(case.key, "pay", values, **given)
    attach(case.key, "voucher", upload("回单.png"), **given)
    hand_in(case.key, "pay", **given)
    yield worked("confirm: two registers per person", lambda: aid.approve(case, city.wu))
    yield *timed("tell everybody", lambda: tell(lambda: datetime.now(UTC))), _told()
    count = Record.objects.filter(register="enrolment").count()
    assert count == people, f"{count} enrolled"


def timed(name: str, act: Callable[[], object]) -> tuple[str, float, float]:
    """(name, seconds that passed, seconds of processor time of this process and the database)."""
    from django.db import connection

    database = Meter([str(connection.settings_dict["NAME"])])
    before, cost, begun = database.read(), time.process_time(), time.perf_counter()
    act()
    passed, cost = time.perf_counter() - begun, time.process_time() - cost
    if connection.vendor == "postgresql":
        cost += database.between(before, database.read())
    return name, passed, cost


def keep_statistics() -> None:
    """As autovacuum does within a minute: between two steps of people is more time than that, and
    a server may have it switched off."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def worked(name: str, act: Callable[[], object]) -> tuple[str, float, float, str]:
    """A press, and what the worker does of it. Raises AssertionError when it was refused."""
    from unionhall.casework.jobs import runner
    from unionhall.jobs.models import Job, JobState

    keep_statistics()
    _, pressed, first = timed(name, act)
    _, done, second = timed(name, lambda: runner.run(lambda: datetime.now(UTC)))
    job = Job.objects.order_by("-pk").first()
    assert job is None or (job.state == JobState.DONE and "refused" not in job.result), job.result
    return name, pressed + done, first + second, f"the press {pressed:.2f}"


def _told() -> str:
    from unionhall.messages.models import Message

    return f"{Message.objects.count():,} messages"


def _pages(key: str, user: object) -> Iterator[tuple[str, float, float, str]]:
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
        taken = []
        for _ in range(5):
            begun, cost = time.perf_counter(), time.process_time()
            answer = client.get(f"/cases/{key}/{path}")
            taken.append((time.perf_counter() - begun, time.process_time() - cost))
            assert answer.status_code == 200, path
        yield name, *sorted(taken)[2], ""


def publish_texts() -> None:
    """What people are told; a notice without its text is passed over."""
    from tests.factories.applications import PACK
    from unionhall.definitions import store
    from unionhall.language.canonical import canonical_text, digest_of_text
    from unionhall.people.models import User

    by = User.objects.system()
    for key in ("case-received", "enrolment-pay", "enrolment-done", "enrolment-insured"):
        body = canonical_text((PACK / "texts" / f"{key}.md").read_text())
        about = {"pack": "lu", "title": key, "body": body, "digest": digest_of_text(body)}
        store.publish("text", key, **about, by=by, now=NOW)


def enlist(union: object, people: int, since: int = 0) -> None:
    """Invented workers on the roster of a union, up to so many."""
    from tests.factories.enrolment import worker
    from unionhall.definitions import selectors as definitions
    from unionhall.engine.shapes import RegisterWrite
    from unionhall.people.models import User
    from unionhall.registers import store_bulk as bulk

    roster, by = definitions.register("roster"), User.objects.system()
    for start in range(since, people, 1_000):
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
