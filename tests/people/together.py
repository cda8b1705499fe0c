"""Running one thing many times at once, each with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def together(times: int, act: Callable[[int], Any]) -> list[Any]:
    """Results of `act(number)` in `times` threads that start at the same moment."""
    gate = threading.Barrier(times)

    def run(number: int) -> Any:
        try:
            gate.wait(30)
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
