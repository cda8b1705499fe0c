"""Send the code with which an applicant proves that a mobile number is his."""

from __future__ import annotations

from datetime import datetime

from unionhall.casework import proving
from unionhall.casework.sentences import refused
from unionhall.people import codes
from unionhall.people.models import User

_REFUSALS = {"too-soon": "sms-too-soon", "bad-phone": "bad-mobile"}


def send_proof(
    case_key: str,
    path: str,
    mobile: str,
    *,
    bound_to: str,
    address: str | None,
    by: User,
    now: datetime,
) -> codes.Sent:
    """`bound_to`: the secret of the browser session. Writes nothing into the case.

    Raises NotYours, Refused: not-provable, locked-field, bad-mobile, sms-too-soon, sms-not-sent.
    """
    plain = proving.provable(case_key, path, mobile, by)
    try:
        return codes.send(plain, proving.PURPOSE, bound_to, address, now)
    except codes.CodeRefused as refusal:
        raise refused(_REFUSALS.get(refusal.code, "sms-not-sent")) from refusal
