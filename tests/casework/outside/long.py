"""Long answers made short: a case of twelve, answers of more than three lines go to the worker, who
takes five at a time."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tests.casework.outside.small import HOOK, bank_case, begun, dispatch_of, later, lines_of
from tests.factories.applications import PACK, Office, publish
from unionhall.cases.models import Case, CaseLine
from unionhall.casework.outside import carry_on, receive, send
from unionhall.casework.outside.arriving import Received
from unionhall.casework.outside.reading import LineAnswer, OutsideAnswer
from unionhall.jobs.models import Job
from unionhall.people.models import User
from unionhall.registers.models import Record

PEOPLE, AT_ONCE, STEP = 12, 3, 5
NOW = later()()
PAID = {
    "do": "create",
    "register": "refund",
    "each": "lines",
    "set": {
        "union": "union.id",
        "union_name": "item.name",
        "found_date": "'2026-01-01'",
        "amount": "1",
        "paid_on": "today",
        "voucher_no": "string(line.number)",
    },
}
EACH: dict[str, Any] = {
    "lines": "each",
    "withdrawable": True,
    "outside": {"hook": HOOK, "send": {"name": "item.name"}},
    "on": {"passed": [PAID]},
    "actors": [{"permission": "disburse", "at": "root(union.chain)"}],
}


def make_short(monkeypatch: Any) -> None:
    monkeypatch.setattr(receive, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(carry_on, "STEP", STEP)


def waiting_case(office: Office) -> Case:
    """People wait for the bank; a record without any key is written for each that passes, so who
    is done twice has two."""
    register = json.loads((PACK / "registers" / "refund.json").read_text())
    publish({**register, "keys": []}, User.objects.system())
    return another_case(office)


def another_case(office: Office) -> Case:
    found = begun(office, bank_case(**EACH), names=PEOPLE)
    send.send_due(later())
    return found


def told(case: Case, name: str = "a-1", *, lines: list[CaseLine] | None = None, no: int = 0) -> Any:
    """About all or these lines; the first `no` of them fail."""
    about = lines_of(case) if lines is None else lines
    said = (
        LineAnswer(one.key, number >= no, "", "" if number >= no else "不符")
        for number, one in enumerate(about)
    )
    return OutsideAnswer(dispatch_of(case).key, name, tuple(said))


def bring(answer: OutsideAnswer, **more: Any) -> Received:
    by = more.pop("by", None) or User.objects.system()
    return receive.receive(answer, hook=HOOK, by=by, now=NOW, **more)


def states(case: Case) -> list[str]:
    return [line.state for line in lines_of(case)]


def paid() -> int:
    return Record.objects.filter(register="refund").count()


def the_job() -> Job:
    return Job.objects.get(kind=receive.KIND)


class Beat:
    """Of a worker that nobody disturbs; `between` is called after each step."""

    def __init__(self, between: Any = None) -> None:
        self.steps: list[tuple[int, int | None]] = []
        self.between = between

    def progress(self, done: int, total: int | None = None) -> None:
        self.steps.append((done, total))
        if self.between:
            self.between(len(self.steps))

    def alive(self) -> None: ...

    def hold(self) -> None: ...

    def now(self) -> datetime:
        return NOW
