"""Begin an application: a new draft of a process, filled with what is registered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from permissions import gate
from unionhall.cases import selectors, store
from unionhall.cases.models import Case
from unionhall.casework import turn
from unionhall.casework.agreeing import agree
from unionhall.casework.answers import again, keep
from unionhall.casework.context import Context
from unionhall.casework.lines import fill_snapshot
from unionhall.casework.refusals import Refused
from unionhall.casework.sentences import refused
from unionhall.casework.settling import Material, settle
from unionhall.definitions.selectors import NotPublished, current_process
from unionhall.engine import period
from unionhall.engine.route import codename
from unionhall.engine.shapes import Entry
from unionhall.language.model import Process
from unionhall.organisation import selectors as organisation
from unionhall.people import selectors as people
from unionhall.people.models import User

VERB = "start"
MOST_DRAFTS = 50


@turn.command(VERB, again)
def start(
    process_key: str,
    consents: Collection[str] = (),
    *,
    by: User,
    now: datetime,
    key: str | None = None,
    address: str | None = None,
    agent: str = "",
    links: Mapping[str, str] | None = None,
) -> Case:
    """A draft of the newest revision. `consents`: keys of the agreements asked for at the start;
    `links`: what the address brought along, of which only what is known is kept.

    Raises Refused: not-offered, no-person, not-a-starter, one-application (of a guest),
    too-many-drafts, consent-needed.
    """
    turn.once(VERB, key, by=by)
    try:
        revision, process = current_process(process_key)
    except NotPublished as missing:
        raise refused("not-offered") from missing

    if by.person is None and not by.is_guest:
        raise refused("no-person")
    if not may_start(process, by):
        raise refused("not-a-starter")
    if by.is_guest and by.cases.exists():
        raise refused("one-application")
    if selectors.count_drafts(by, process.key) >= MOST_DRAFTS:
        raise refused("too-many-drafts")

    fields = {
        "process": process.key,
        "matter_group": process.matter_group,
        "title": process.title,
        "links": known_links(process, links or {}),
    }
    case = store.create(revision, fields, by=by, now=now)
    context = Context(case, now, process)
    settled = settle(context, Material({}, {}, None, None), fills=True)

    if period.is_closed(process, settled.state.answers, settled.world):
        raise Refused("period", process.period.message if process.period else "")
    entries = [Entry("started")]
    entries += agree(context, "start", consents, by=by, address=address, agent=agent)
    keep(context, settled, entries, by=by)
    fill_snapshot.begin(context, by)
    turn.finish(case, VERB, key, by=by, now=now)
    return case


def known_links(process: Process, brought: Mapping[str, str]) -> dict[str, str]:
    """What of an address the definition asks for and the city knows."""
    kept: dict[str, str] = {}
    for link in process.links:
        key = brought.get(link.key)
        if key and _LINKED[link.format](key) is not None:
            kept[link.key] = key
    return kept


_LINKED: Mapping[str, Callable[[str], object | None]] = {
    "unit-ref": organisation.unit_by_key,
    "union-ref": organisation.union_by_key,
}


def is_for_anybody(process: Process) -> bool:
    """Whether one may begin without an account."""
    return any(starter.kind == "anonymous" for starter in process.starters)


def may_start(process: Process, user: User) -> bool:
    """Whether one of the starters of the definition fits this person."""
    if is_for_anybody(process):
        return True
    for starter in process.starters:
        if starter.kind == "person" and user.person_id is not None:
            return True
        if starter.kind == "member" and user.person is not None:
            member = people.active_membership(user.person)
            if member is not None and member.state in people.MEMBER_STATES:
                return True
        wanted = starter.permission if starter.kind == "staff" else None
        if wanted and gate.scope(user, codename(process, wanted)):
            return True
    return False
