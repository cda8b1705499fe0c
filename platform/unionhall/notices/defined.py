"""What a definition wants said (its `notices`): recipients found, texts filled in."""

from __future__ import annotations

from collections.abc import Iterator

import structlog

from unionhall.definitions import selectors as definitions
from unionhall.engine import notices
from unionhall.engine.notices import Due, Recipient
from unionhall.language.text import plain
from unionhall.notices import per_line
from unionhall.notices.event import Event
from unionhall.notices.wanted import Wanted
from unionhall.organisation import selectors as organisation
from unionhall.people.codes import is_mobile
from unionhall.people.documents import normal_number
from unionhall.people.models import User

log = structlog.get_logger(__name__)


def wanted(event: Event) -> Iterator[Wanted]:
    """Everything due, in the order of the moments. A text nobody published is passed over and
    logged: a message never stops a case."""
    for moment in notices.moments_of(event.entries):
        for due in notices.notices_of(event.process, moment, event.answers, event.world):
            try:
                words = definitions.text(due.text)
            except definitions.NotPublished:
                log.error("notice-without-text", process=event.process.key, text=due.text)
                continue
            if due.to.kind == "lines":
                yield from per_line.each(event, due, words)
                continue
            users, mobiles = _reached(event, due.to)
            title, text = _filled(words.title, due), plain(words.body, due.values)
            yield Wanted(due, title, text, tuple(users), tuple(mobiles))


def _filled(title: str, due: Due) -> str:
    return plain(title, due.values)


def _reached(event: Event, to: Recipient) -> tuple[list[User], list[str]]:
    match to.kind:
        case "applicant":
            return [event.starter], []
        case "subject":
            return _subject(event)
        case "actors":
            return event.deciders(), []
        case "union":
            union = organisation.union_by_key(to.union)
            return (event.holders(union, to.permission or "") if union else []), []
    mobile = normal_number(to.mobile or "")
    return [], [mobile] if is_mobile(mobile) else []


def _subject(event: Event) -> tuple[list[User], list[str]]:
    """Somebody without an account is still reached by the number he is registered with."""
    person = event.case.person
    if person is None:
        return [event.starter], []
    if event.subject is not None:
        return [event.subject], []
    return [], [person.mobile] if is_mobile(person.mobile) else []
