"""What the first page says to whoever is signed in: membership, what waits, invitations.

Which matters stand beside the membership and who is invited to what is said by definitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from unionhall.casework import calendar
from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.world import World
from unionhall.language.model import Process
from unionhall.messages import selectors as messages
from unionhall.people import selectors as people
from unionhall.people.models import User
from unionhall.reports.my_cases import MyCases, my_cases
from unionhall.web.portal.consents import words_of

MEMBERSHIP = "membership"
MOST_TASKS = 3
MOST_MESSAGES = 3
_SHOWN = "invitations-shown"


@dataclass(frozen=True, slots=True)
class Standing:
    """The membership as the card shows it."""

    state: str
    union: str
    since: date
    number: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """`is_new`: not shown in this session yet, so it comes as a dialog."""

    key: str
    title: str
    body: SafeString
    button: str
    url: str
    is_new: bool


def of(request: HttpRequest, user: User, offered: Sequence[Process]) -> dict[str, Any]:
    """Return what the home page shows above the matters."""
    standing = membership(user)
    tasks = my_cases(user, "todo")
    return {
        "standing": standing,
        "beside": [one for one in offered if standing and MEMBERSHIP in one.menu.beside],
        "invitations": invitations(request, user, offered),
        "tasks": tasks.rows[:MOST_TASKS],
        "counts": counts(tasks),
        "unread": messages.inbox(user, only_unread=True)[:MOST_MESSAGES],
    }


def membership(user: User) -> Standing | None:
    found = people.active_membership(user.person) if user.person else None
    if found is None:
        return None
    state = found.get_state_display()
    return Standing(str(state), found.union.name, found.since, found.number)


def counts(tasks: MyCases) -> dict[str, Any]:
    """Return how many wait for the person and how many are under way."""
    return {"todo": tasks.counts["todo"], "in_progress": tasks.counts["in_progress"]}


def invitations(request: HttpRequest, user: User, offered: Sequence[Process]) -> list[Invitation]:
    """Return what this person is invited to; each is marked as shown in this session."""
    inviting = [process for process in offered if process.invite is not None]
    if not inviting or user.person is None:
        return []
    now = timezone.localtime()
    world = World(
        now=now.isoformat(),
        today=now.date().isoformat(),
        applicant=people.applicant_facts(user),
        calendar=lambda: calendar.known(now.date()),
    )
    shown = set(request.session.get(_SHOWN, ()))
    found = [_invitation(one, one.key not in shown) for one in inviting if _holds(one, world)]
    if any(one.is_new for one in found):
        request.session[_SHOWN] = sorted(shown | {one.key for one in found})
    return found


def _holds(process: Process, world: World) -> bool:
    if process.invite is None:
        return False
    try:
        return ask(process, process.invite.when, Names({}, world)) is True
    except FAILURES:
        return False


def _invitation(process: Process, is_new: bool) -> Invitation:
    invite = process.invite
    if invite is None:
        raise ValueError(process.key)
    _title, body = words_of(invite.text)
    url = reverse("portal:conditions", args=[process.key])
    return Invitation(process.key, invite.title, body, invite.button, url, is_new)
