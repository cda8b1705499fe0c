"""One client on one kept-alive connection per server; medians over a bounded number of requests."""

from __future__ import annotations

import http.client
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from tests.bench.cost import Meter

BLOCK = 10
WARM = 5
Form = dict[str, str]


@dataclass(frozen=True)
class Call:
    """One request. `expect`: the status that counts as having worked."""

    path: str
    form: Form | None = None
    expect: int = 200


@dataclass
class Client:
    """A browser's worth of headers over one connection to 127.0.0.1:`port`, with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def fetch(self, call: Call) -> tuple[float, str]:
        """Send, read all: (seconds, body). Raises RuntimeError when the status is another."""
        headers = {
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) bench",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if call.form is not None:
            body = urlencode(call.form).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request("POST" if body else "GET", call.path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        taken = time.perf_counter() - begun
        if answer.status != call.expect:
            start = re.sub(r"<[^>]+>|\s+", " ", text.decode(errors="replace"))[:1500]
            raise RuntimeError(f"{call.path}: {answer.status}, not {call.expect}\n{start}")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return taken, text.decode()

    def form(self, call: Call, action: str) -> Form:
        """Fetch a page and return the inputs of its form that posts to `action`."""
        _, page = self.fetch(call)
        found = re.search(rf'<form[^>]+action="[^"]*{action}"[^>]*>(.*?)</form>', page, re.S)
        if found is None:
            raise RuntimeError(f"{call.path}: no form posts to {action}")
        values: Form = {}
        for tag in re.findall(r"<input[^>]+>", found[1]):
            pairs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            is_off = pairs.get("type") in {"radio", "checkbox"} and " checked" not in tag
            if "name" in pairs and not is_off:
                values[pairs["name"]] = unescape(pairs.get("value", ""))
        return values


Pair = tuple[float, float]


@dataclass(frozen=True)
class Figure:
    """Milliseconds, each as (p50 of the answers, mean processor time); `floor` is (a), `rows` (b).

    Processor time is that of worker and database together, 0 where it cannot be read.
    """

    name: str
    product: Pair
    floor: Pair
    rows: Pair
    requests: int

    def ratio(self, to: str) -> Pair:
        """p50 to p50, and cost to cost, of `floor` or `rows`."""
        below: Pair = getattr(self, to)
        return self.product[0] / below[0], self.product[1] / below[1] if below[1] else 0.0


class Taken:
    """Times of one kind of request, and what its blocks cost."""

    def __init__(self, client: Client, meter: Meter) -> None:
        self.client, self.meter = client, meter
        self.seconds: list[float] = []
        self.cost = 0.0

    def block(self, calls: Sequence[Call]) -> None:
        before = self.meter.read()
        self.seconds += [self.client.fetch(call)[0] for call in calls]
        self.cost += self.meter.between(before, self.meter.read())

    @property
    def pair(self) -> Pair:
        median = statistics.median(self.seconds)
        return median * 1000, self.cost / len(self.seconds) * 1000


Work = tuple[Client, Sequence[Call]]


def compare(
    name: str, product: Work, rows: Work, floor: tuple[Client, Call], meter: Meter
) -> Figure:
    """Three kinds of request, taken in turns of a few each.

    The floor is measured before and after every block, so a machine that is slow for a while is
    slow for all three.
    """
    ours, theirs, bare = (Taken(one[0], meter) for one in (product, rows, floor))
    turns = min(len(product[1]), len(rows[1])) // BLOCK
    for client, calls in (product, rows):
        for call in calls[turns * BLOCK :]:
            client.fetch(call)  # what is left over warms up
    for turn in range(turns):
        part = slice(turn * BLOCK, (turn + 1) * BLOCK)
        bare.block([floor[1]] * BLOCK)
        ours.block(product[1][part])
        theirs.block(rows[1][part])
        bare.block([floor[1]] * BLOCK)
    return Figure(name, ours.pair, bare.pair, theirs.pair, turns * BLOCK)
