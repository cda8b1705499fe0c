"""Texts one agrees to, as pages show them: the words, the tick, what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unionhall.definitions import selectors
from unionhall.language.model import Consent, Process, Text
from unionhall.language.text import to_html


@dataclass(frozen=True, slots=True)
class ConsentShown:
    key: str
    label: str
    title: str
    body: SafeString
    required: bool
    given: bool
    error: str = ""


def shown(
    process: Process, at: str, *, ticked: Collection[str] = (), posted: bool = False
) -> list[ConsentShown]:
    """Return the consents asked at `at` (`start`, `submit`); a required one must be ticked."""
    return [
        one(consent, given=consent.key in ticked, must=posted and consent.required)
        for consent in process.consents
        if consent.at == at
    ]


def one(consent: Consent, *, given: bool, must: bool = False) -> ConsentShown:
    """Return one consent with the text that stands now; `must`: it had to be ticked by now."""
    missing = must and not given
    title, body = words_of(consent.text)
    return ConsentShown(
        consent.key,
        consent.label,
        title,
        body,
        consent.required,
        given,
        _("Please read this and tick it to go on.") if missing else "",
    )


def of_text(text: Text, key: str, label: str, *, given: bool, must: bool) -> ConsentShown:
    """Return the agreement to a text that belongs to no matter."""
    body = html_of(text)
    error = _("Please read this and tick it to go on.") if must else ""
    return ConsentShown(key, label, text.title, body, required=True, given=given, error=error)


def words_of(key: str) -> tuple[str, SafeString]:
    """Return (title, HTML); empty when the text is not published, which the linter refuses."""
    try:
        text = selectors.text(key)
    except selectors.NotPublished:
        return "", SafeString()
    return text.title, html_of(text)


def html_of(text: Text) -> SafeString:
    """The words without the heading that only says the title again: pages show that themselves."""
    first, _line, rest = text.body.lstrip().partition("\n")
    body = rest if first.lstrip("# ").strip() == text.title else text.body
    return mark_safe(to_html(body, top_level=3))  # escaped word by word there
