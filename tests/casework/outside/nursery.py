"""Workers that apply a long answer, with traps inside: `python -m tests.casework.outside.nursery`.

As `tests.jobs.nursery`. Reads `work <seconds ahead> <point>`, answers the process id, then how the
worker ended.
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

# In the second step, so that something lies before and something after
SECOND = 2
POINTS = (
    "loaded",
    "step-begun",
    "turn-taken",
    "verdicts-put",
    "step-written",
    "ledger-written",
    "step-committed",
    "concluding",
    "concluded",
    "finished",
)


def main() -> None:
    django.setup()
    say("ready")
    for line in sys.stdin:
        _, ahead, point = line.split()
        beget(work, int(ahead), point)


def work(ahead: int, point: str) -> None:
    from tests.casework.outside.long import NOW, STEP
    from unionhall.casework.jobs import runner
    from unionhall.casework.outside import carry_on

    runner.EVERY, carry_on.STEP = 0.0, STEP
    set_traps(point)
    while runner.run(lambda: NOW + timedelta(seconds=ahead)):
        pass


def set_traps(point: str) -> None:
    from unionhall.cases import line_store, outside_store
    from unionhall.casework import turn
    from unionhall.casework.jobs import claim
    from unionhall.casework.outside import arriving, carry_on, stored

    passed: Counter[str] = Counter()

    def trap(place: Any, name: str, before: str = "", after: str = "", nth: int = SECOND) -> None:
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

    trap(stored, "load", "", "loaded", 1)
    trap(carry_on, "_step", "step-begun", "step-committed")
    trap(turn, "take", "", "turn-taken")
    trap(line_store, "put_verdicts", "", "verdicts-put")
    trap(carry_on, "apply", "", "step-written")
    trap(outside_store, "change_answer", "", "ledger-written")
    trap(arriving, "conclude", "concluding", "concluded", 1)
    trap(claim, "finished", "", "finished", 1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
    main()
