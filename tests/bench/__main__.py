"""`make bench`: what each request costs, as ratios to bare views measured in the same run, and
how fast a workbook is read and judged beside openpyxl's bare loop.

On SQLite in a folder of its own, and on PostgreSQL when one answers (DATABASE_URL, else the
local one), in a database of its own. Nothing passes or fails here: the aims are printed beside.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.bench import collective, importing, reading
from tests.bench.measure import Figure

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
OWN = "unionhall_bench"
AIMS = {"submit": 12, "queue": 8, "approve": 14, "render": 12}
AIM_ROWS = 3
BELOW = ("floor", "rows")


def main() -> int:
    options = _options()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
        if "sqlite" in options.on:
            _show("SQLite", _run(Path(folder), f"sqlite:///{folder}/bench.sqlite3", options))
    if "postgresql" in options.on:
        with _own_database(options.postgresql) as address:
            if address is None:
                _say("\nPostgreSQL does not answer: left out.")
            else:
                with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
                    _show("PostgreSQL", _run(Path(folder), address, options))
    _collective(options)
    if options.import_rows:
        with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
            for line in reading.report(Path(folder), options.import_rows):
                _say(line)
            for line in importing.report(Path(folder), min(importing.ROWS, options.import_rows)):
                _say(line)
    _say(f"\n{time.monotonic() - begun:.0f} seconds.")
    return 0


def _collective(options: argparse.Namespace) -> None:
    """One case of many people, on each database in a new one."""
    if not options.people:
        return
    if "sqlite" in options.on:
        with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
            address = f"sqlite:///{folder}/bench.sqlite3"
            for line in collective.report("SQLite", address, options.people):
                _say(line)
    if "postgresql" in options.on:
        with _own_database(options.postgresql) as found:
            for line in collective.report("PostgreSQL", found, options.people) if found else ():
                _say(line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    both = ["sqlite", "postgresql"]
    parser.add_argument("--on", nargs="*", choices=both, default=both)
    parser.add_argument("--requests", type=int, default=100, help="measured per figure, in tens")
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--records", type=int, nargs="*", default=[1_000, 100_000])
    parser.add_argument("--import-rows", type=int, default=reading.ROWS)
    parser.add_argument("--people", type=int, default=collective.PEOPLE, help="of one case")
    given = os.environ.get("DATABASE_URL", "")
    parser.add_argument("--postgresql", default=given if given.startswith("postgres") else LOCAL)
    return parser.parse_args()


def _run(folder: Path, database: str, options: argparse.Namespace) -> Iterator[Figure]:
    """Figures as they come from a process that has this database in its environment."""
    environment = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": database, "DEBUG": "0"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
    line = [sys.executable, "-m", "tests.bench.figures"]
    line += [json.dumps(one) for one in (options.requests, options.cases, options.records)]
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for row in process.stdout:
            yield Figure(**json.loads(row))
    if process.returncode:
        raise SystemExit(process.returncode)


def _show(title: str, found: Iterator[Figure]) -> None:
    """Ratios of p50 and of processor time; the latter is what a quiet machine would show."""
    _say(f"\n{title}: one worker, one thread, one client")
    row = "{:<26}{:>9}{:>8}{:>6} |{:>8}{:>8}{:>6} |{:>9}{:>8}{:>8}"
    _say(row.format("", "(a) p50", "cpu", "aim", "(b) p50", "cpu", "aim", "ms", "(a) ms", "(b) ms"))
    for one in found:
        aim = next((f"×{n}" for word, n in AIMS.items() if one.name.startswith(word)), "")
        of_floor, of_rows = ([f"×{n:.1f}" if n else "" for n in one.ratio(to)] for to in BELOW)
        if one.rows == one.floor:
            of_rows = ["", ""]
        ms = [f"{p50:.2f}" for p50, _ in (one.product, one.floor, one.rows)]
        _say(row.format(one.name, *of_floor, aim, *of_rows, f"×{AIM_ROWS}" if aim else "", *ms))
    _say("cpu: processor time of worker and database together")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def _own_database(server: str) -> Iterator[str | None]:
    """The address of a new database on this server, dropped afterwards; None: nobody answers."""
    try:
        import psycopg
    except ImportError:
        yield None
        return
    try:
        admin = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield None
        return
    with admin:
        admin.execute(f"DROP DATABASE IF EXISTS {OWN} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {OWN}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{OWN}"))
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {OWN} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
