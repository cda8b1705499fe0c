"""The kinds of audit entry and what they are called. A new kind is a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

KINDS: Final[Mapping[str, Any]] = {
    "sign-in": _("Signed in"),
    "sign-in-failed": _("Failed sign-in"),
    "sign-out": _("Signed out"),
    "session": _("Ended sessions"),
    "password": _("Changed a password"),
    "mobile": _("Changed a mobile number"),
    "account": _("Changed an account"),
    "recovery": _("Recovered an account"),
    "grant": _("Granted a right"),
    "revoke": _("Took a right back"),
    "post": _("Changed a post"),
    "code": _("Handled an activation code"),
    "membership": _("Changed a membership"),
    "union": _("Changed the union register"),
    "reveal": _("Looked at sensitive data"),
    "decision": _("Decided an application"),
    "publish": _("Published a definition"),
    "export": _("Exported data"),
    "message": _("Repeated a message"),
    "outside": _("Exchanged with the outside"),
    "job": _("Steered background work"),
    "import": _("Imported a workbook"),
    "record": _("Changed a record"),
    "key": _("Changed the sealing key"),
}
