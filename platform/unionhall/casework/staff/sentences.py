"""Why a post or a right cannot be given so, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from permissions.policy import Verdict
from permissions.sentences import sentence
from unionhall.casework.refusals import Refused

SENTENCES: Mapping[str, Any] = {
    "no-such-person": gettext_lazy("There is no such person. Please search again."),
    "has-post": gettext_lazy(
        "This person holds a post at the union already. Please change that one instead."
    ),
    "no-title": gettext_lazy("Post: please write 1 to 50 characters."),
    "long-note": gettext_lazy("Remark: at most 200 characters, please."),
    "past-end": gettext_lazy("Last day: please choose today or a later day."),
    "unknown-matter-group": gettext_lazy("Matters: please choose from those offered."),
    "ended": gettext_lazy("This post has ended already. Please open the list again."),
    "of-the-chair": gettext_lazy(
        "The chair has these rights by the union register. Change the chair there instead."
    ),
    "has-code": gettext_lazy(
        "An unused activation code of this union exists. Revoke it before issuing another one."
    ),
    "code-spent": gettext_lazy(
        "This code was used or revoked meanwhile. Please open the list again."
    ),
    "wrong-code": gettext_lazy(
        "This code does not exist, was used, revoked or has run out. Please check every sign, or"
        " ask the higher union for a new one."
    ),
    "too-many-codes": gettext_lazy("Too many wrong codes. Please try again in 30 minutes."),
    "own-code": gettext_lazy("You issued this code yourself; it is for somebody else."),
    "code-outlived": gettext_lazy(
        "Whoever issued this code may not give these rights any more. Please ask the higher union"
        " for a new one."
    ),
}


def refused(code: str) -> Refused:
    return Refused(code, str(SENTENCES[code]))


def from_verdict(verdict: Verdict) -> Refused:
    return Refused(verdict.code, sentence(verdict))
