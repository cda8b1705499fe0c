"""Processor time of the servers, from the kernel: what a request costs whoever else is busy."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


class Meter:
    """Nanoseconds on a processor of all processes whose command line has one of `words`.

    Workers are known by their address, PostgreSQL's own processes by the name of the database
    (they carry it in their title). Where there is no /proc everything is 0.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = [word.encode() for word in words]

    def read(self) -> dict[str, int]:
        """Time used so far by process id."""
        found: dict[str, int] = {}
        for folder in PROCESSES.glob("[0-9]*") if PROCESSES.is_dir() else ():
            with suppress(OSError, ValueError):  # processes come and go
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                if any(word in line for word in self.words):
                    tasks = (folder / "task").iterdir()
                    found[folder.name] = sum(
                        int((task / "schedstat").read_text().split()[0]) for task in tasks
                    )
        return found

    @staticmethod
    def between(before: dict[str, int], after: dict[str, int]) -> float:
        """Seconds used from one reading to another."""
        return sum(used - before.get(one, 0) for one, used in after.items()) / 1e9
