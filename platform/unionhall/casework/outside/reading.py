"""Reading an answer that came from outside: strictly, before anything of ours is touched.

Whatever is not exactly as described in docs/how-to/connect-a-bank.md is refused, with the place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from unionhall.casework.refusals import Refused

MOST_LINES = 30_000
MOST_VALUES = 20
LONGEST = {"dispatch": 32, "id": 64, "line": 32, "code": 40, "reason": 300, "value": 200}
BIGGEST = 2**53


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The verdict on one line, `line` as the batch named it."""

    line: str
    is_passed: bool
    code: str = ""
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """`id` tells a repeated answer from a new one. `is_passed` of a case without lines."""

    dispatch: str
    id: str
    lines: tuple[LineAnswer, ...] = ()
    is_passed: bool | None = None
    reason: str = ""

    @property
    def dedupe(self) -> str:
        return hashlib.sha256(self.id.encode()).hexdigest()


def read(payload: Any) -> OutsideAnswer:
    """Raises Refused: bad-answer, whose sentence names the place; too-many-lines."""
    body = _object(payload, "", {"dispatch", "id", "lines", "ok", "reason"})
    dispatch = _text(body.get("dispatch"), "dispatch", least=1)
    key = _text(body.get("id"), "id", least=1)
    if not (key.isascii() and key.isprintable()):
        raise _bad("id")
    if "lines" in body and "ok" in body:
        raise _bad("ok")
    if "ok" in body:
        verdict = _yes_or_no(body["ok"], "ok")
        reason = _text(body.get("reason", ""), "reason")
        return OutsideAnswer(dispatch, key, (), verdict, reason)
    if "reason" in body:
        raise _bad("reason")
    return OutsideAnswer(dispatch, key, tuple(_lines(body.get("lines"))))


def _lines(given: Any) -> Iterator[LineAnswer]:
    if not isinstance(given, list) or not given:
        raise _bad("lines")
    if len(given) > MOST_LINES:
        raise too_many()
    for number, one in enumerate(given):
        at = f"lines/{number}/"
        line = _object(one, at, {"line", "ok", "code", "reason", "values"})
        yield LineAnswer(
            _text(line.get("line"), "line", at, least=1),
            _yes_or_no(line.get("ok"), f"{at}ok"),
            _text(line.get("code", ""), "code", at),
            _text(line.get("reason", ""), "reason", at),
            _values(line.get("values", {}), at),
        )


def _values(given: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(given, dict) or len(given) > MOST_VALUES:
        raise _bad(f"{at}values")
    for name, value in given.items():
        here = f"{at}values/{name[:40]}"
        _text(name, "code", f"{at}values/", least=1)
        if isinstance(value, str):
            _text(value, "value", f"{here}/")
        elif not isinstance(value, bool | int) or abs(value) > BIGGEST:
            raise _bad(here)
    return given


def _object(given: Any, at: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _bad(at.rstrip("/") or "/")
    strange = sorted(given.keys() - known)
    if strange:
        raise _bad(f"{at}{strange[0][:40]}")
    return given


def _text(given: Any, name: str, at: str = "", *, least: int = 0) -> str:
    """Text that every database of ours can keep."""
    if not isinstance(given, str) or not least <= len(given) <= LONGEST[name]:
        raise _bad(f"{at}{name}")
    if "\x00" in given or any("\ud800" <= sign <= "\udfff" for sign in given):
        raise _bad(f"{at}{name}")
    return given.strip()


def too_many() -> Refused:
    sentence = _("At most {count} lines at once. Please send it in parts.")
    return Refused("too-many-lines", sentence.format(count=f"{MOST_LINES:,}"))


def _yes_or_no(given: Any, at: str) -> bool:
    if not isinstance(given, bool):
        raise _bad(at)
    return given


def _bad(at: str) -> Refused:
    shown = at.encode("ascii", "replace").decode()
    sentence = _("The answer cannot be read. Please look at: %(at)s") % {"at": shown}
    return Refused("bad-answer", sentence)
