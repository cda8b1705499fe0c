"""The reasons of verdicts in words, for whoever asks why he may or may not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permissions.policy import Verdict

SENTENCES: Mapping[str, Any] = {
    "starter": gettext_lazy("Yes: it is your own application."),
    "granted": gettext_lazy("Yes: you hold this permission at %(union)s."),
    "granted-above": gettext_lazy("Yes: you hold a permission at %(union)s, which is above."),
    "granted-task": gettext_lazy("Yes: a task of it is at %(union)s, where you hold a permission."),
    "not-signed-in": gettext_lazy("No: nobody is signed in, or the account is closed."),
    "no-grant": gettext_lazy("No: you hold no permission for this kind of matter."),
    "not-handed-in": gettext_lazy("No: it has not been handed in yet."),
    "elsewhere": gettext_lazy("No: your permissions are at other unions."),
    "already-decided": gettext_lazy("No: this has been decided already."),
    "own-case": gettext_lazy("No: it is your own matter, a colleague has to decide."),
    "no-permission": gettext_lazy("No: this needs a permission at %(union)s that you do not hold."),
    "manages": gettext_lazy("Yes: the permission to manage is held at %(union)s."),
    "manages-above": gettext_lazy(
        "Yes: the permission to manage is held at %(union)s, which is above."
    ),
    "may-not-manage": gettext_lazy(
        "No: the permission to manage is held neither at %(union)s nor above."
    ),
    "holds": gettext_lazy("Yes: this permission is held at %(union)s."),
    "holds-above": gettext_lazy(
        "No: this permission is held at %(union)s, which is above; it lets one look here, not act."
    ),
    "holds-elsewhere": gettext_lazy(
        "No: this permission is held at other unions, not at %(union)s."
    ),
    "holds-nothing": gettext_lazy("No: this permission was not granted, or has ended."),
    "union-closed": gettext_lazy("%(union)s was dissolved; nobody can be given rights there."),
    "to-yourself": gettext_lazy(
        "Nobody gives or takes rights himself. Please ask a colleague or the higher union."
    ),
    "not-a-member-there": gettext_lazy(
        "This person is not a member of %(union)s. The membership has to be transferred there"
        " first."
    ),
    "no-account": gettext_lazy(
        "This person has no account yet. Please ask him or her to register first."
    ),
    "nothing-given": gettext_lazy("Please choose at least one matter."),
    "beyond-yours": gettext_lazy(
        "You can only give what you hold yourself at %(union)s or above it."
    ),
    "beyond-your-end": gettext_lazy(
        "Your own permission ends. Please choose %(last_day)s or an earlier last day."
    ),
}


def sentence(verdict: Verdict) -> str:
    """One sentence, with who gave the permission and when, where one was used."""
    said = str(SENTENCES[verdict.code]) % _worded(verdict.params)
    if verdict.params.get("granted_by"):
        said += _(" It was granted by %(granted_by)s on %(granted_at)s.") % {
            "granted_by": verdict.params["granted_by"],
            "granted_at": _day(verdict.params["granted_at"]),
        }
    if verdict.params.get("expires_at"):
        last_day = _day(verdict.params["expires_at"])
        said += _(" It ends on %(expires_at)s.") % {"expires_at": last_day}
    return said


def _worded(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """`ends` is a moment; people are told the last day before it."""
    if "ends" not in params:
        return params
    return {**params, "last_day": _day(params["ends"] - timedelta(seconds=1))}


def _day(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "Y-m-d")
