"""The figures of one database, one after the other; run in a process of its own."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict

import django
from django.core.management import call_command
from django.db import connection

from tests.bench import server
from tests.bench.cost import Meter
from tests.bench.measure import WARM, Call, Client, Figure, Form, compare

STARTS = 3


def figures(requests: int, sizes: list[int], records: list[int]) -> Iterator[Figure]:
    """Everything for the database of the settings, which has to be new."""
    from tests.bench import roster
    from tests.bench.fill import fill
    from tests.bench.scene import build_scene, session_of
    from tests.bench.thirty import KEY
    from unionhall.cases.models import Task

    call_command("migrate", verbosity=0, interactive=False)
    scene = build_scene()
    count = requests + WARM
    ours, theirs = scene.drafts(count), scene.drafts(count)
    handler, officer = session_of(scene.handler), session_of(scene.officer)
    connection.close()
    bare = Call(f"/one/{scene.draft.key}/")
    yield _cold(bare.path)
    with ExitStack() as stack:
        port, _ = stack.enter_context(server.serving(server.PRODUCT, "/sign-in/"))
        plain, _ = stack.enter_context(server.serving(server.FLOOR, bare.path))
        floor = (Client(plain), bare)
        meter = Meter([f":{port} ", f":{plain} ", str(connection.settings_dict["NAME"])])
        hand, office = Client(port, handler), Client(port, officer)
        floor_hand, floor_office = Client(plain, handler), Client(plain, officer)

        pages = [Call(f"/cases/{scene.draft.key}/form/all/")] * count
        rows = [Call(f"/render/{scene.draft.key}/")] * count
        yield compare("render a step of 30 fields", (hand, pages), (floor_hand, rows), floor, meter)

        posts = [_submission(hand, key) for key in ours]
        rows = [Call(f"/submit/{key}/", {"-": ""}) for key in theirs]
        yield compare("submit 30 fields", (hand, posts), (floor_hand, rows), floor, meter)

        like = Task.objects.select_related("union").filter(process=KEY).earliest("id")
        queue = [Call(f"/office/queue/{KEY}/")] * count
        rows = [Call(f"/queue/{KEY}/")] * count
        for number, size in enumerate(sizes):
            fill(size, like)
            connection.close()
            yield compare(f"queue of {size:,}", (office, queue), (floor_office, rows), floor, meter)
            if number == 0:
                posts = [_decision(office, key) for key in ours]
                posted = [Call(f"/approve/{key}/", {"-": ""}) for key in theirs]
                yield compare("approve", (office, posts), (floor_office, posted), floor, meter)

        for size in records:
            keeper = roster.fill(scene.city, size)
            clerk, looker = Client(port, keeper), Client(plain, keeper)
            for name, *asked in roster.lists():
                pages, rows = ([Call(one)] * count for one in asked)
                yield compare(f"{name} of {size:,}", (clerk, pages), (looker, rows), floor, meter)


def _submission(client: Client, key: str) -> Call:
    """The press of 【提交】 on the check page."""
    form = client.form(Call(f"/cases/{key}/check/"), f"/cases/{key}/submission/")
    return Call(f"/cases/{key}/submission/", form, expect=302)


def _decision(client: Client, key: str) -> Call:
    """The confirming press, after the page and the question."""
    address = f"/office/cases/{key}/"
    decision = f"{address}decision/"
    form: Form = client.form(Call(address), decision) | {"_action": "approve"}
    asked = client.form(Call(decision, form), decision) | {"_confirmed": "1"}
    return Call(decision, asked, expect=302)


def _cold(path: str) -> Figure:
    """Process start to first answer, by turns; the floor is a bare Django that starts."""
    taken: dict[str, list[float]] = {server.PRODUCT: [], server.FLOOR: []}
    for _ in range(STARTS):
        for settings, first in ((server.FLOOR, path), (server.PRODUCT, "/sign-in/")):
            with server.serving(settings, first) as (_port, seconds):
                taken[settings].append(seconds)
    product, floor = (
        statistics.median(taken[one]) * 1000 for one in (server.PRODUCT, server.FLOOR)
    )
    return Figure("cold start", (product, 0.0), (floor, 0.0), (floor, 0.0), STARTS)


def main() -> None:
    django.setup()
    requests, sizes, records = (json.loads(one) for one in sys.argv[1:])
    for figure in figures(requests, sizes, records):
        sys.stdout.write(json.dumps(asdict(figure)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
