"""What is said of every process without a word in its definition: messages of the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from unionhall.cases.models import JournalEntry
from unionhall.engine.shapes import APPLICANT
from unionhall.notices.event import Event
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the inbox. `name` tells it from others about the same entry; `moment` is
    the one at which a definition's own message takes its place."""

    name: str
    moment: str
    to: User
    title: str
    text: str


def said(event: Event) -> Iterator[Said]:
    """The messages of an event, in the order of its entries."""
    for entry in event.entries:
        yield from _of(event, entry)


def _of(event: Event, entry: JournalEntry) -> Iterator[Said]:
    match entry.kind:
        case "entered" if entry.values.get("waits"):
            title = _("Something is due from you: %(matter)s")
            text = _("Application %(number)s waits for you: %(stage)s.")
            yield from _each(event, entry, f"{entry.stage}.enter", [event.starter], title, text)
        case "entered":
            title = _("To be handled: %(matter)s")
            text = _("Application %(number)s by %(name)s has reached your stage: %(stage)s.")
            users = event.deciders(entry.stage)
            yield from _each(event, entry, f"{entry.stage}.enter", users, title, text)
        case "returned" if entry.values.get("to") == APPLICANT:
            title = _("Returned for correction: %(matter)s")
            text = _(
                "Your application %(number)s was returned. Please correct it and submit again."
            )
            yield from _each(event, entry, "returned", event.told(), title, text)
        case "rejected":
            title = _("Not passed: %(matter)s")
            text = _("Your application %(number)s was not passed.")
            yield from _each(event, entry, "rejected", event.told(), title, text)
        case "completed":
            title = _("Completed: %(matter)s")
            text = _("Your application %(number)s is complete.")
            yield from _each(event, entry, "completed", event.told(), title, text)
        case "withdrawn":
            title = _("Taken back: %(matter)s")
            text = _("%(name)s took application %(number)s back. There is nothing to do for you.")
            yield from _each(event, entry, "withdrawn", event.released(entry.at), title, text)


def _each(
    event: Event, entry: JournalEntry, moment: str, users: list[User], title: str, text: str
) -> Iterator[Said]:
    words = {
        "matter": event.process.title,
        "number": event.case.number or "",
        "name": str(event.starter),
        "stage": _stage(event, entry.stage),
    }
    lines = [text % words]
    reason = str(entry.values.get("reason") or "").strip()
    if reason and entry.kind in ("returned", "rejected"):
        lines.append(_("Reason: %(reason)s") % {"reason": reason})
    for user in users:
        yield Said(f"{entry.seq}", moment, user, title % words, "\n".join(lines))


def _stage(event: Event, key: str) -> str:
    return next((one.title for one in event.process.stages if one.key == key), "")
