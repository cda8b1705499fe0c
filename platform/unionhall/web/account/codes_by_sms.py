"""Codes on the pages of accounts: sending one, and whether the mobile typed is proven."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework.refusals import Refused
from unionhall.people import codes, proven
from unionhall.web.account.waiting import wait_sentence


def send(request: HttpRequest, mobile: str, purpose: str) -> tuple[Refused | None, str]:
    """Send a code; either what is wrong or what to tell."""
    bound_to = codes.binding(request.session)
    try:
        codes.send(mobile, purpose, bound_to, request.META.get("REMOTE_ADDR"), timezone.now())
    except codes.CodeRefused as refusal:
        sentences = {
            "bad-phone": _("Please enter the 11 digits of your mobile number."),
            "not-sent": _("The message could not be sent. Please try again in a moment."),
        }
        said = sentences.get(refusal.code) or wait_sentence(refusal.wait or timedelta())
        return Refused(refusal.code, said), ""
    return None, _("A code is on its way to this number.")


def is_proven(request: HttpRequest, mobile: str, purpose: str, code: str) -> bool:
    """Whether this session has proven the mobile, now by this code or a moment ago."""
    now = timezone.now()
    if proven.mobile(request.session, purpose, now) == mobile and mobile:
        return True
    if not code or not codes.spend(mobile, purpose, codes.binding(request.session), code, now):
        return False
    proven.note(request.session, mobile, purpose, now)
    return True
