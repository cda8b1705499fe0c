"""One client on one kept-alive connection: medians over a bounded number of requests."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Call:
    """One request. `expect`: the status codes that count as having worked."""

    method: str
    path: str
    form: dict[str, str] | None = None
    expect: tuple[int, ...] = (200,)


class Client:
    """A browser's worth of headers over one connection to 127.0.0.1:`port`."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.port = port
        self.headers = headers
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, call: Call) -> float:
        """Send, read all, return the seconds taken; raises when the status is not expected."""
        headers = dict(self.headers)
        body = None
        if call.form is not None:
            body = urlencode(call.form).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.connection.request(call.method, call.path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        taken = time.perf_counter() - started
        if answer.status not in call.expect:
            raise RuntimeError(
                f"{call.method} {call.path}: {answer.status}\n{text[:2000].decode(errors='replace')}"
            )
        return taken


def median_ms(client: Client, calls: Iterable[Call], *, warm: int = 5) -> float:
    """Return the median in milliseconds of all calls after the first `warm`."""
    taken = [client.send(call) for call in calls]
    return statistics.median(taken[warm:]) * 1000


def repeat(call: Callable[[int], Call], times: int) -> list[Call]:
    return [call(n) for n in range(times)]
