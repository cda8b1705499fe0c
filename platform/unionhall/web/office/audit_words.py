"""Entries of the audit trail in words: names for keys, words for codes.

What a kind of entry holds is written where the deed is done; what has no words here is shown as
it was written, for nothing may be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.audit.models import AuditEntry
from unionhall.organisation import selectors as organisation
from unionhall.people.models import MembershipState, Person, User

DIGEST = 64
SHORT = 12
Names = Mapping[str, str]


def names(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Names of the unions and people the entries speak of, by key or `user:<number>`."""
    listed = list(entries)
    keys = {entry.about.partition(":")[2] for entry in listed}
    keys |= {str(entry.values.get("union", "")) for entry in listed}
    found = {key: one.name for key, one in organisation.unions_by_key(keys - {""}).items()}
    found |= dict(Person.objects.filter(key__in=keys).values_list("key", "name"))
    numbers = {key for key in keys if key.isdecimal() and len(key) < 18}
    for user in User.objects.filter(pk__in=numbers).select_related("person"):
        found[f"user:{user.pk}"] = str(user)
    return found


def about(entry: AuditEntry, known: Names) -> str:
    """What it was done to: the kind of thing and its name, number or title."""
    what, colon, key = entry.about.partition(":")
    things = _things()
    if not colon or what not in things:
        return entry.about
    said = (entry.values.get(name) for name in ("number", "title", "name"))
    name = known.get(key) or known.get(entry.about) or next((str(one) for one in said if one), "")
    if not name and what in _DEFINED:
        name = key
    return f"{things[what]} {name}".strip()


def details(entry: AuditEntry, known: Names) -> list[tuple[str, str]]:
    """(what, how) of its values; empty ones say nothing, the name stands beside already."""
    shown = [(key, value) for key, value in entry.values.items() if value not in ("", None, [])]
    return [(_called(key), said(value, known)) for key, value in shown]


def said(value: Any, known: Names) -> str:
    if isinstance(value, list):
        return pgettext("audit", ", ").join(said(one, known) for one in value)
    if isinstance(value, dict):
        return pgettext("audit", ", ").join(
            f"{_called(k)} {said(v, known)}" for k, v in value.items()
        )
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    if len(text) == DIGEST and text.isalnum():
        return text[:SHORT]
    return known.get(text) or _codes().get(text) or text


_DEFINED = ("process", "register", "import", "codelist", "text", "pack")


def _things() -> dict[str, str]:
    return {
        "case": pgettext("audit", "Application"),
        "union": pgettext("audit", "Union"),
        "user": pgettext("audit", "Account"),
        "person": pgettext("audit", "Person"),
        "post": pgettext("audit", "Post"),
        "message": pgettext("audit", "Message"),
        "job": pgettext("audit", "Background work"),
        "process": pgettext("audit", "Process"),
        "register": pgettext("audit", "Register"),
        "import": pgettext("audit", "Import"),
        "codelist": pgettext("audit", "Code list"),
        "text": pgettext("audit", "Text"),
        "pack": pgettext("audit", "Pack"),
    }


def _called(key: str) -> str:
    words = {
        "number": pgettext("audit", "Number"),
        "stage": pgettext("audit", "Stage"),
        "action": pgettext("audit", "Action"),
        "union": pgettext("audit", "Union"),
        "fields": pgettext("audit", "Fields"),
        "revision": pgettext("audit", "Revision"),
        "digest": pgettext("audit", "Digest"),
        "name": pgettext("audit", "Name"),
        "note": pgettext("audit", "Note"),
        "reason": pgettext("audit", "Reason"),
        "until": pgettext("audit", "Until"),
        "title": pgettext("audit", "Title"),
        "rights": pgettext("audit", "Rights"),
        "source": pgettext("audit", "Source"),
        "deed": pgettext("audit", "Deed"),
        "state": pgettext("audit", "State"),
        "way": pgettext("audit", "Way"),
        "what": pgettext("audit", "What"),
        "ended": pgettext("audit", "Ended"),
        "rows": pgettext("audit", "Rows"),
        "format": pgettext("audit", "Format"),
        "filters": pgettext("audit", "Filters"),
        "consents": pgettext("audit", "Agreed to"),
    }
    return words.get(key, key)


def _codes() -> dict[str, str]:
    states = {str(state): str(state.label) for state in MembershipState}
    return states | {
        "approve": pgettext("audit", "approved"),
        "cancelled": pgettext("audit", "stopped"),
        "repeated": pgettext("audit", "repeated"),
        "return": pgettext("audit", "returned"),
        "reject": pgettext("audit", "not passed"),
        "chair": pgettext("audit", "by being chair"),
        "appointed": pgettext("audit", "appointed"),
        "code": pgettext("audit", "by code"),
        "asked": pgettext("audit", "asked about rights"),
        "begun": pgettext("audit", "begun"),
        "changed": pgettext("audit", "changed"),
        "ended": pgettext("audit", "ended"),
        "closed": pgettext("audit", "closed"),
        "contacts": pgettext("audit", "contacts changed"),
        "issued": pgettext("audit", "code issued"),
        "used": pgettext("audit", "code used"),
        "revoked": pgettext("audit", "code revoked"),
        "outside": pgettext("audit", "by the city's own account"),
        "password": pgettext("audit", "password"),
        "sms": pgettext("audit", "code by text message"),
        "own": pgettext("audit", "by the person"),
        "appeal": pgettext("audit", "after an appeal"),
        "email": pgettext("audit", "e-mail"),
    }
