"""Processes of their own on the database of this test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """As this process, on the test database."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{found['NAME']}"
    else:
        place = f"{found['HOST']}:{found['PORT'] or 5432}"
        secret = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
        url = f"postgres://{found['USER']}{secret}@{place}/{found['NAME']}"
    keys = {
        "SECRET_KEY": settings.SECRET_KEY,
        "SEALING_KEYS": ",".join(settings.SEALING_KEYS),
        "BLIND_INDEX_KEY": settings.BLIND_INDEX_KEY,
        "AUDIT_KEY": settings.AUDIT_KEY,
    }
    return {**os.environ, **keys, "DATABASE_URL": url, **more}


class Nursery:
    """See `tests.jobs.nursery`; `module` is another of its kind."""

    def __init__(self, module: str = "tests.jobs.nursery", **more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment(**more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.hear() == "ready"

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def begin(self, ahead: int, point: str = "-") -> int:
        """The process id of a worker."""
        self.tell(f"work {ahead} {point}")
        return int(self.hear())

    def end(self) -> int:
        """How the worker ended: -9 when it was killed."""
        return int(self.hear())

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
