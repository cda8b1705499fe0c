"""Recovery by mobile, first half: a code to the account's mobile."""

from __future__ import annotations

from datetime import datetime

from unionhall.casework.accounts.sentences import refused
from unionhall.people import codes, recovery
from unionhall.people.models import User


def send_recovery_code(
    found: int | None,
    decoy: str,
    *,
    bound_to: str,
    address: str | None,
    by: User,
    now: datetime,
) -> codes.Sent:
    """`found`, `decoy`: of `recovery.look`. Does the same whether there is an account or not.

    Raises Refused: sms-too-soon.
    """
    user = recovery.account(found)
    mobile = user.mobile if user else None
    try:
        return codes.send_unseen(mobile, decoy, recovery.PURPOSE, bound_to, address, now)
    except codes.CodeRefused as refusal:
        raise refused("sms-too-soon") from refusal
