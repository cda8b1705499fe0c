"""An outside system that answers as a script says, for tests and demonstrations.

`OUTSIDE_GATEWAYS="card-bank=fake: timeout, partial"`: the first batch is not taken in time, the
next is answered in part, and so on; the last word holds from then on. Words:

`ok` (yes to all), `partial` (no to every thirtieth, the first one among them), `refuse` (no to
all), `twice` (the same answer two times), `shuffled` (three answers, the last part first),
`contrary` (yes to all, then no to all), `strange` (also answers about a line nobody sent),
`silent` (takes the batch, says nothing), and those of a gateway that fails: `down`, `timeout`,
`hours`, `limited`, `refused` (the batch itself, for good).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from unionhall.casework.outside.gateways import Batch, BatchRow, GatewayDown
from unionhall.people.fakes import Scripted

EVERY = 30
REASON = "姓名与证件号码不一致，请核对后再发送。"
WORDS = frozenset({"ok", "partial", "refuse", "twice", "shuffled", "contrary", "strange", "silent"})


class Outside(Scripted):
    """Answers at once, as its callback would a little later."""

    channel = "outside"
    answers = WORDS | {"refused"}

    def send(self, batch: Batch) -> Iterable[Mapping[str, Any]]:
        word = self.say()
        if word == "refused":
            raise GatewayDown("refused")
        rows = list(batch.rows)
        return [
            {"dispatch": batch.key, "id": f"{batch.key}-{name}", **told}
            for name, told in _told(word, rows)
        ]


def _told(word: str, rows: Sequence[BatchRow]) -> list[tuple[str, dict[str, Any]]]:
    """(id, answer) in the order in which they arrive."""
    yes = [_line(row, is_passed=True) for row in rows]
    if word == "silent":
        return []
    if rows and not rows[0].key:  # a case without lines
        return [("1", {"ok": word not in ("refuse", "partial"), "reason": REASON})]
    if word == "refuse":
        return [("1", {"lines": [_line(row, is_passed=False) for row in rows]})]
    if word == "partial":
        lines = [_line(row, is_passed=index % EVERY > 0) for index, row in enumerate(rows)]
        return [("1", {"lines": lines})]
    if word == "twice":
        return [("1", {"lines": yes}), ("1", {"lines": yes})]
    if word == "shuffled":
        third = len(rows) // 3 + 1
        parts = [yes[start : start + third] for start in range(0, len(rows), third)]
        return [(str(number), {"lines": part}) for number, part in enumerate(parts)][::-1]
    if word == "contrary":
        no = [_line(row, is_passed=False) for row in rows]
        return [("1", {"lines": yes}), ("2", {"lines": no})]
    if word == "strange":
        unknown = {"line": "nobody-sent-this", "ok": True}
        return [("1", {"lines": [*yes, unknown]})]
    return [("1", {"lines": yes})]


def _line(row: BatchRow, *, is_passed: bool) -> dict[str, Any]:
    if not is_passed:
        return {"line": row.key, "ok": False, "code": "B01", "reason": REASON}
    tail = f"{row.number % 10_000:04d}"
    made = date(2026, 1, 1).isoformat()
    return {"line": row.key, "ok": True, "values": {"card_tail": tail, "made_on": made}}
