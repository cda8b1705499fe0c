"""The hook `password-reset`: after an appeal was approved, a link to the new mobile; the old one is
warned. Never for administrators of the platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from unionhall import audit
from unionhall.casework.accounts.deliver_links import deliver
from unionhall.casework.accounts.sentences import refused
from unionhall.casework.context import Context
from unionhall.casework.core.administrators import is_administrator
from unionhall.messages import store as messages
from unionhall.people import history, recovery, selectors
from unionhall.people.models import User

HOOK: Final = "password-reset"


def reset_by_appeal(context: Context, values: Mapping[str, Any], *, by: User) -> None:
    """`values`: document_no, and mobile, which the account has by now.

    Inside the transaction of the decision; what is sent leaves after it. Raises Refused:
    no-account, administrator.
    """
    user = selectors.account_by_name(str(values.get("document_no") or ""))
    if user is None or user.person is None or user.is_guest or not user.is_active:
        raise refused("no-account")
    if user.mobile is None or user.mobile != values.get("mobile"):
        raise refused("no-account")
    if is_administrator(user):
        raise refused("administrator")

    now, about = context.now, f"user:{user.pk}"
    token = recovery.due(user, recovery.APPEAL, now)
    audit.record("password", by=by, now=now, about=about, values={"way": "appeal"})
    _warn(user, context)
    transaction.on_commit(partial(deliver, token, now=now))


def _warn(user: User, context: Context) -> None:
    """The number the account had until this decision."""
    person = user.person
    changes = history.of(person, 20) if person else []
    before = next(
        (
            one.before
            for one in changes
            if one.field == "account.mobile" and one.basis == context.case.key
        ),
        "",
    )
    if not before:
        return
    text = _(
        "The mobile number of your account was changed on appeal and this number no longer belongs"
        " to it. If you did not ask for this, call the help line at once."
    )
    messages.queue(
        "sms",
        _("Your mobile number was changed"),
        text,
        dedupe=f"appeal:{context.case.key}:old-mobile",
        address=before,
        case_key=context.case.key,
        now=context.now,
    )
