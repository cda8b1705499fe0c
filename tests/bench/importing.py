"""An import from the upload to what the person sees: 10,000 rows, 1 in 10 bad, through the worker.

`python -m tests.bench.importing <import> <rows>`: in a process of its own, on a database of its own
(DATABASE_URL, VAR_DIR). The outside check is off: its speed is that of the other side.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

ROWS = 10_000
AIM = 30
IMPORTS = ("roster", "member-collection")
BAD_EVERY = 10


def report(folder: Path, rows: int = ROWS) -> Iterator[str]:
    yield f"\nImport through the worker: {rows:,} rows, 1 in {BAD_EVERY} bad (aim: seen in {AIM} s)"
    line = "{:<22}{:>12}{:>12}{:>10}{:>14}"
    yield line.format("", "first seen", "all seen", "rows/s", "page ms (end)")
    for key in IMPORTS:
        found = _run(folder / key, key, rows)
        speed = f"{rows / found['all']:,.0f}"
        times = (f"{found['first']:.1f} s", f"{found['all']:.1f} s")
        yield line.format(key, *times, speed, f"{found['page'] * 1000:.0f}")


def _run(folder: Path, key: str, rows: int) -> dict[str, float]:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "DJANGO_SETTINGS_MODULE": "unionhall.config.settings",
        "IDENTITY_GATEWAY": "off",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "tests.bench.importing", key, str(rows)]
    said = subprocess.run(
        command, check=True, env=environment, stdout=subprocess.PIPE, text=True
    ).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def main(key: str, rows: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import city, workbooks
    from unionhall.definitions import selectors as definitions

    desk = workbooks.open_desk(city.build())
    maker = workbooks.person if key == workbooks.ROSTER else workbooks.member
    given = ({**maker(n), **({"mobile": "12"} if n % BAD_EVERY == 0 else {})} for n in range(rows))
    data = workbooks.workbook(definitions.import_(key), given, workbooks.header(desk.union))
    print(json.dumps(_measured(desk, key, data)))  # noqa: T201 - what the parent reads


def _measured(desk: Any, key: str, data: bytes) -> dict[str, float]:
    from django.test import Client

    from tests.factories import workbooks
    from unionhall.casework.imports import work
    from unionhall.casework.jobs import runner
    from unionhall.jobs.models import OPEN

    client = Client()
    client.force_login(desk.lin, backend="unionhall.people.backends.PasswordBackend")
    seen: list[float] = []
    real = work.work_on
    work.work_on = lambda *args, **more: seen.append(time.monotonic()) or real(*args, **more)
    begun = time.monotonic()
    job = workbooks.hand_in(key, desk.union, data, desk.lin)
    while job.state in OPEN:
        runner.run(lambda: workbooks.NOW + timedelta(seconds=time.monotonic() - begun))
        job.refresh_from_db()
    ended = time.monotonic()
    address = f"/office/imports/batches/{job.key}/"
    client.get(address)
    opened = time.monotonic()
    assert client.get(address).status_code == 200
    page = time.monotonic() - opened
    assert job.result["counts"]["rejected"] * BAD_EVERY == job.result["counts"]["total"], job.result
    return {"first": seen[1] - begun, "all": ended - begun, "page": page}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
