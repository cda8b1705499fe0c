"""Recovery by e-mail, first half: a link to the proven address, good once and for half an hour."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.casework.accounts.sentences import refused
from unionhall.people import codes, gateways, limits, recovery
from unionhall.people.models import User

log = structlog.get_logger(__name__)


def send_recovery_link(
    found: int | None, decoy: str, *, address: str | None, by: User, now: datetime
) -> None:
    """Counts the same whether there is an account or not, and tells nobody whether it left.

    Raises Refused: mail-too-soon.
    """
    ticket = limits.take(f"recovery mail {decoy}", codes.PER_PHONE, now)
    if not ticket:
        raise refused("mail-too-soon")
    if address:
        theirs = limits.take(f"recovery mail address {address}", codes.PER_ADDRESS, now)
        if not theirs:
            limits.give_back(ticket)
            raise refused("mail-too-soon")
    user = recovery.account(found)
    if user is None or not user.email or user.email_verified_at is None:
        return

    with transaction.atomic():
        token = recovery.due(user, recovery.EMAIL, now)
        link = recovery.claim(token, now)
    text = _(
        "Somebody, we hope you, asked for a new password. Open this address within 30 minutes and"
        " choose one; it works once:\n\n%(link)s\n\nIf it was not you, do nothing: your password"
        " stays as it is."
    )
    try:
        gateways.mail().send(user.email, _("Choose a new password"), text % {"link": link})
    except gateways.GatewayDown as problem:
        log.warning("recovery link not sent", why=problem.code)
