"""What one agrees to when an account is opened: a published text, or the platform's own words."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from unionhall.definitions import selectors
from unionhall.language.model import Text

PURPOSE = "account"


def terms() -> Text:
    """The words shown now."""
    try:
        return selectors.text(settings.TERMS_TEXT)
    except selectors.NotPublished:
        return _own()


def _own() -> Text:
    body = _(
        "Your name, document number and mobile number are kept encrypted and used only for the"
        " matters of your union. You can see and correct them, and have your account closed, at"
        " any time. Keep your password to yourself."
    )
    digest = sha256(body.encode()).hexdigest()
    return Text(key=settings.TERMS_TEXT, title=_("Terms of the account"), digest=digest, body=body)
