"""Recording agreements to texts, for the verbs at whose moment they are asked for."""

from __future__ import annotations

from collections.abc import Collection

from unionhall.casework.context import Context
from unionhall.casework.sentences import refused
from unionhall.definitions import selectors as definitions
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Entry
from unionhall.language.model import Consent, Process, Text
from unionhall.people import selectors as people
from unionhall.people import store
from unionhall.people.models import User

CONSENT = "consent:"


def purpose(process: Process, consent: Consent) -> str:
    """What an agreement is for, as the person's own list of agreements shows it."""
    return f"{process.key}:{consent.key}"[:120]


def asked_at(process: Process, moment: str) -> list[Consent]:
    return [consent for consent in process.consents if consent.at == moment]


def missing(process: Process, moment: str, given: Collection[str]) -> list[Problem]:
    """Obligatory agreements of this moment that were not given."""
    return [
        Problem("consent-missing", CONSENT + consent.key, {"title": consent.label})
        for consent in asked_at(process, moment)
        if consent.required and consent.key not in given
    ]


def agree(
    context: Context,
    moment: str,
    given: Collection[str],
    *,
    by: User,
    address: str | None,
    agent: str,
) -> list[Entry]:
    """Keep the given agreements of this moment; the journal entries that tell it.

    Raises Refused("consent-needed") when an obligatory one is missing, text-missing.
    """
    if missing(context.process, moment, given):
        raise refused("consent-needed")
    return [
        record(context, consent, by=by, address=address, agent=agent)
        for consent in asked_at(context.process, moment)
        if consent.key in given
    ]


def record(
    context: Context, consent: Consent, *, by: User, address: str | None, agent: str
) -> Entry:
    """Keep one agreement with the digest of the words shown now.

    That of a guest stands in the journal of his one application: there is no person to keep it.
    """
    words = text_of(consent)
    if by.person is not None:
        store.consent(
            by.person,
            purpose=purpose(context.process, consent),
            text_key=words.key,
            text_digest=words.digest,
            now=context.now,
            address=address,
            agent=agent,
        )
    elif not by.is_guest:
        raise refused("no-person")
    values = {"consent": consent.key, "text": words.key, "digest": words.digest}
    return Entry("consented", values=values)


def stands(process: Process, consent: Consent, user: User) -> bool:
    """Whether the person agreed to the words shown now."""
    if user.person is None:
        return False
    return people.has_consented(user.person, purpose(process, consent), text_of(consent).digest)


def text_of(consent: Consent) -> Text:
    try:
        return definitions.text(consent.text)
    except definitions.NotPublished as missing_text:
        raise refused("text-missing") from missing_text
