"""A process that has started once and begets workers: `python -m tests.jobs.nursery`.

Reads a line, answers a line. `work <seconds ahead> <point>`: a worker on a clock put forward,
that kills itself at a point (`-`: nowhere); answers its process id, then how it ended.
`ask <steps>`: enqueues a job as the pages do, waking whoever listens; answers its key.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta

import django


def main() -> None:
    django.setup()
    say("ready")
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "work":
            beget(work, int(rest[0]), rest[1])
        elif word == "ask":
            say(ask(int(rest[0])))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def beget(work: Callable[[int, str], None], ahead: int, point: str) -> None:
    """A forked worker that does `work`; its process id is said at once, its end when it came."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work(ahead, point)
        finally:
            os._exit(0)
    say(str(child))
    _, status = os.waitpid(child, 0)
    say(str(os.waitstatus_to_exitcode(status)))


def work(ahead: int, point: str) -> None:
    from django.utils import timezone

    from tests.jobs import kinds
    from unionhall.casework.jobs import runner

    os.environ["KILL_AT"] = point
    kinds.set_traps()
    while runner.run(lambda: timezone.now() + timedelta(seconds=ahead), relief=kinds.relieve):
        pass


def ask(steps: int) -> str:
    from django.utils import timezone

    from tests.jobs import kinds
    from unionhall.casework.jobs.enqueue import enqueue
    from unionhall.people.models import User

    by = User.objects.system()
    return enqueue(kinds.KIND, by=by, now=timezone.now(), values={"steps": steps}).key


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")
    main()
