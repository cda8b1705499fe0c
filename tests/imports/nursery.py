"""A process that has started once and begets workers on imports: `python -m tests.imports.nursery`.

As `tests.jobs.nursery`, with traps inside of the work of an import. Reads `work <seconds ahead>
<point>`, answers the process id, then how the worker ended.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

from tests.jobs.nursery import beget, say

# In the second portion, chunk or question, so that something lies before and something after
SECOND = 2
POINTS = (
    "header-judged",
    "header-kept",
    "portion-begun",
    "portion-added",
    "portion-committed",
    "read-to-the-end",
    "chunk-begun",
    "chunk-rejected",
    "chunk-written",
    "chunk-settled",
    "chunk-committed",
    "asked",
    "answers-begun",
    "answers-settled",
    "answers-committed",
    "result-kept",
    "finished",
)


def main() -> None:
    django.setup()
    say("ready")
    for line in sys.stdin:
        _, ahead, point = line.split()
        beget(work, int(ahead), point)


def work(ahead: int, point: str) -> None:
    from tests.factories.workbooks import NOW
    from unionhall.casework.jobs import runner

    runner.EVERY = 0.0
    set_traps(point)
    while runner.run(lambda: NOW + timedelta(seconds=ahead)):
        pass


def set_traps(point: str) -> None:
    from unionhall.casework.imports import take, work, writing
    from unionhall.casework.jobs import claim, files
    from unionhall.imports import store
    from unionhall.people import fakes
    from unionhall.workbooks import run

    work.CHUNK, run.PORTION = 4, 5
    passed: Counter[str] = Counter()

    def trap(place: Any, name: str, before: str = "", after: str = "", nth: int = 1) -> None:
        real: Callable[..., Any] = getattr(place, name)

        def trapped(*args: Any, **more: Any) -> Any:
            die(before, nth)
            came = real(*args, **more)
            die(after, nth)
            return came

        setattr(place, name, trapped)

    def die(where: str, nth: int) -> None:
        passed[where] += 1
        if where and where == point and passed[where] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    trap(store, "add_header", "header-judged", "header-kept")
    trap(store, "add", "portion-begun", "portion-added", SECOND)
    trap(take, "take_rows", "", "portion-committed", SECOND)
    trap(take, "end_reading", "", "read-to-the-end")
    trap(work, "_settle", "chunk-begun", "chunk-settled", SECOND)
    trap(store, "reject", "", "chunk-rejected", SECOND)
    trap(writing, "_together", "", "chunk-written", SECOND)
    trap(work, "work_on", "", "chunk-committed", SECOND)
    trap(fakes.Identity, "verify", "", "asked", SECOND)
    trap(work, "apply_asked", "answers-begun", "answers-committed", SECOND)
    trap(store, "settle", "", "answers-settled", SECOND)
    trap(files, "save", "", "result-kept")
    trap(claim, "finished", "", "finished")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
    main()
