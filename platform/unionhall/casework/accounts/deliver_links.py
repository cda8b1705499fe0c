"""Sending links that are due: right after the decision, and again by the worker until it worked."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.utils.translation import gettext as _

from unionhall.people import gateways, recovery
from unionhall.people.models import RecoveryToken, User

log = structlog.get_logger(__name__)


def deliver_links(*, by: User, now: datetime) -> int:
    """Send what is due; how many left. `by`: the system account."""
    return sum(deliver(token, now=now) for token in recovery.waiting(now))


def deliver(token: RecoveryToken, *, now: datetime) -> bool:
    """One link to the account's mobile, unless somebody else is sending it."""
    mobile = token.user.mobile
    link = recovery.claim(token, now) if mobile else None
    if not mobile or link is None:
        return False
    text = _(
        "Your appeal was approved. Choose a new password within 30 minutes: %(link)s After that,"
        " use this number to recover the account by a code."
    )
    try:
        gateways.sms().send(mobile, text % {"link": link})
    except gateways.GatewayDown as problem:
        log.warning("recovery link not sent", why=problem.code)
        recovery.unclaim(token)
        return False
    return True
