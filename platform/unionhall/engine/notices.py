"""Messages that a definition wants sent: which are due at a moment, to whom, with which values.

Sends nothing and knows nobody: who holds a right, who a person is and how a text reads is the
caller's business. A notice never stops a case: one whose condition errs is not sent, a value that
errs is blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.replay import JournalLine
from unionhall.engine.route import codename
from unionhall.engine.shapes import APPLICANT
from unionhall.engine.world import World
from unionhall.language.messages import ENTER
from unionhall.language.model import Addressee, Channel, Notice, Process

# Kinds of journal entries that are moments by themselves.
_WHOLE = ("submitted", "withdrawn", "completed", "rejected")
_ACTIONS = {"returned": "return", "rejected": "reject"}
ENTERED, OVERDUE = "entered", "overdue"
_ONWARD = ("entered", "skipped", "completed")
# what lets a case leave its stage on the good way
_PASSES = ("approved", "handed_in", "answered")


@dataclass(frozen=True, slots=True)
class Recipient:
    """`kind` union: holders of `permission` (a codename) on the union with key `union`; mobile:
    whoever has that number. applicant, subject and actors need nothing more."""

    kind: Literal["applicant", "subject", "actors", "union", "mobile", "lines"]
    union: str | None = None
    permission: str | None = None
    mobile: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One message to be made. `values`: the variables of the text `text`, all of them texts."""

    key: str
    moment: str
    to: Recipient
    channels: tuple[Channel, ...]
    text: str
    values: Mapping[str, str]


def moments_of(entries: Iterable[JournalLine]) -> tuple[str, ...]:
    """The moments that the journal lines of one event are, in their order, each once.

    `<stage>.approve` is the moment at which the last approval needed lets the case leave the
    stage, or what was due from the applicant or the outside came; an approval or an answer that
    still waits for others is none.
    """
    lines = tuple(entries)
    moves_on = any(line.kind in _ONWARD for line in lines)
    moves_on = moves_on and not any(line.kind in _ACTIONS for line in lines)
    found: list[str] = []
    for line in lines:
        if line.kind in (ENTERED, OVERDUE):
            found.append(f"{line.stage}.{ENTER if line.kind == ENTERED else OVERDUE}")
        elif line.kind in _PASSES:
            found += [f"{line.stage}.approve"] if moves_on else []
        elif line.kind in _ACTIONS:
            found.append(f"{line.stage}.{_ACTIONS[line.kind]}")
        if line.kind in _WHOLE:
            found.append(line.kind)
        elif line.kind == "returned" and line.values.get("to") == APPLICANT:
            found.append("returned")
    return tuple(dict.fromkeys(found))


def reason_of(entries: Iterable[JournalLine]) -> str:
    """What was written with the decision: `case.reason` of the notices about it; blank for none."""
    for line in entries:
        if reason := line.values.get("reason"):
            return str(reason)
    return ""


def notices_of(
    process: Process, moment: str, answers: Mapping[str, Any], world: World
) -> tuple[Due, ...]:
    """Notices due at a moment, in the order of the definition. `answers`: those handed in."""
    names = Names(answers, world)
    found = (
        _due(process, notice, names)
        for notice in process.notices
        if notice.moment == moment and _is_wanted(process, notice, names)
    )
    return tuple(due for due in found if due is not None)


def _is_wanted(process: Process, notice: Notice, names: Names) -> bool:
    if notice.when is None:
        return True
    try:
        return ask(process, notice.when, names) is True
    except FAILURES:
        return False


def _due(process: Process, notice: Notice, names: Names) -> Due | None:
    to = _recipient(process, notice.to, names)
    if to is None:
        return None
    values = {name: _shown(process, source, names) for name, source in notice.values.items()}
    return Due(notice.key, notice.moment, to, notice.channels, notice.text, values)


def _recipient(process: Process, to: Addressee, names: Names) -> Recipient | None:
    """None when there is nobody to send to: no such union, no number."""
    if to.at is None:
        return Recipient(to.kind)
    try:
        place = ask(process, to.at, names)
    except FAILURES:
        return None
    if to.kind == "union":
        key = place.get("id") if isinstance(place, Mapping) else place
        if not isinstance(key, str) or not key:
            return None
        return Recipient("union", union=key, permission=codename(process, to.permission or ""))
    return Recipient("mobile", mobile=place) if isinstance(place, str) and place else None


def _shown(process: Process, source: str, names: Names) -> str:
    try:
        value = ask(process, source, names)
    except FAILURES:
        return ""
    return value if isinstance(value, str) else "" if value is None else str(value)
