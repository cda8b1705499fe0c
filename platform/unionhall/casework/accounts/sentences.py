"""Why not, in words, where it is about an account. Each says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.casework.refusals import Conflict, Refused
from unionhall.engine.problem import Problem
from unionhall.people import passwords

SENTENCES: Final[Mapping[str, Any]] = {
    **passwords.SENTENCES,
    # details of a new account
    "details": gettext_lazy("Please correct the following"),
    "name": gettext_lazy("Name: please enter it as on the identity document, 2 to 50 characters."),
    "kind": gettext_lazy("Document: please choose what document it is."),
    "number": gettext_lazy("Document number: please enter it as printed on the document."),
    "checksum": gettext_lazy(
        "Document number: the check digit does not fit, so some character is wrong. Please"
        " compare again."
    ),
    "old-number": gettext_lazy(
        "Document number: this is an old 15-digit number. Please enter the new one."
    ),
    "future": gettext_lazy("Document number: the date of birth in it lies in the future."),
    "no-country": gettext_lazy("Country or region: please choose who issued the document."),
    "no-birth-date": gettext_lazy("Date of birth: please enter a date such as 1990-03-05."),
    "no-words": gettext_lazy("Document: please write what kind of document it is."),
    "email": gettext_lazy("E-mail: please enter an address such as name@example.test."),
    "terms": gettext_lazy("Please read the terms and agree to them."),
    # opening it
    "mobile-unproven": gettext_lazy("Please prove your mobile number with a code first."),
    "mobile-taken": gettext_lazy(
        "This mobile number has an account already. Please sign in with a code, or use another"
        " number."
    ),
    "has-account": gettext_lazy(
        "There is an account with this document already. Please sign in with it, or use “Account"
        " trouble” to get back in."
    ),
    "name-differs": gettext_lazy(
        "Name and document number do not fit together. Please check both; if they are right, call"
        " the help line."
    ),
    "identity-down": gettext_lazy(
        "The identity check cannot be reached now. What you typed is kept; please try again in a"
        " few minutes."
    ),
    "identity-closed": gettext_lazy(
        "The identity check is closed at this hour. What you typed is kept; please try again"
        " during the day."
    ),
    "other-mobile": gettext_lazy(
        "Your account waits for another mobile number: the one you told the help line. Please use"
        " that number, or call again."
    ),
    "unbound": gettext_lazy(
        "The account of this document has no mobile number now. To get back in, please choose the"
        " appeal under “Account trouble”, or call the help line."
    ),
    "account-closed": gettext_lazy("This account is closed. Please call the help line."),
    # changing it
    "wrong-password": gettext_lazy("The old password is wrong. Please try again."),
    "wrong-secret": gettext_lazy("The mobile number or the password is wrong. Please try again."),
    "too-many-tries": gettext_lazy("Too many attempts. Please try again in a quarter of an hour."),
    "same-mobile": gettext_lazy("This is the number of your account already."),
    "new-mobile-taken": gettext_lazy(
        "This mobile number belongs to another account. Please use another number, or call the"
        " help line."
    ),
    "email-taken": gettext_lazy("This address belongs to another account. Please use another one."),
    "mail-too-soon": gettext_lazy("A letter is on its way. Please wait a minute before the next."),
    "mail-down": gettext_lazy("The letter could not be sent. Please try again in a moment."),
    "link-old": gettext_lazy("This link was used or is too old. Please ask for a new one."),
    "wrong-code": gettext_lazy(
        "The code is wrong or no longer valid. Check it, or ask for a new one."
    ),
    "sms-too-soon": gettext_lazy(
        "A code was asked for just now, or too often. Please wait a minute; after several codes, an"
        " hour."
    ),
    "link-used": gettext_lazy(
        "This link was used already or is too old. Please begin to recover your account anew."
    ),
    "no-account": gettext_lazy(
        "No account fits this document number and mobile. Please compare them, or do not pass the"
        " appeal."
    ),
    "administrator": gettext_lazy(
        "This is an account of an administrator: it cannot be recovered by an appeal. A second"
        " administrator resets it in person."
    ),
    "second-step-needed": gettext_lazy("Staff have to keep the second step here."),
}


def sentence(code: str) -> str:
    if code == "outside-first":
        return _outside()
    return str(SENTENCES.get(code, SENTENCES["number"]))


def refused(code: str) -> Refused:
    return Refused(code, sentence(code))


def taken(code: str) -> Conflict:
    return Conflict(code, sentence(code))


def problem(code: str, path: str) -> Problem:
    return Problem(code, path, text=sentence(code))


def _outside() -> str:
    if settings.OIDC_ISSUER:
        return _(
            "With this document, please come the first time by “{title}” on the page of signing"
            " in; afterwards you can sign in with mobile and password."
        ).format(title=settings.OIDC_TITLE)
    return _(
        "With this document an account is opened at the union's counter. Please call {phone}."
    ).format(phone=settings.HELP_PHONE)
