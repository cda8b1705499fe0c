"""Send a guest the number and query code that his page shows, to the mobile he proved."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from unionhall.cases import selectors
from unionhall.casework import proving
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.people import codes, gateways, guests, limits
from unionhall.people.models import User


def send_query_code(case_key: str, code: str, *, by: User, now: datetime) -> None:
    """Changes nothing. `code` comes from the page, for it is stored nowhere.

    Raises NotYours, Refused: no-mobile (none was proven), wrong-query-code, sms-too-soon,
    sms-not-sent.
    """
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != by.pk or not by.is_guest:
        raise NotYours
    mobile = proving.proven_mobile(case)
    if mobile is None:
        raise refused("no-mobile")
    if not guests.is_right(by, code):
        raise refused("wrong-query-code")

    ticket = limits.take(f"query code to {mobile}", codes.PER_PHONE, now)
    if not ticket:
        raise refused("sms-too-soon")
    text = _("Your application %(number)s: the query code is %(code)s. Do not tell it to anybody.")
    try:
        gateways.sms().send(mobile, text % {"number": case.number, "code": code.strip()})
    except gateways.GatewayDown as problem:
        limits.give_back(ticket)
        raise refused("sms-not-sent") from problem
