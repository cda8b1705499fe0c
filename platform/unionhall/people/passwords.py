"""The one rule of passwords (domain.md 2.17) and the words for what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from unionhall.people.models import User

_RULE = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9])[^\s\x00-\x1f\x7f]{8,30}")

SENTENCES: Final[Mapping[str, Any]] = {
    "password-rule": _(
        "Password: 8 to 30 characters with letters and digits, without blanks. Please choose"
        " another one."
    ),
    "password-again": _("The two passwords differ. Please enter the same one twice."),
    "password-old": _("The new password is the old one. Please choose another one."),
}


def problem(password: str, again: str, user: User | None = None) -> str | None:
    """`password-rule`, `password-again`, `password-old` (of `user`), or None when it may be."""
    if not _RULE.fullmatch(password):
        return "password-rule"
    if password != again:
        return "password-again"
    if user is not None and user.has_usable_password() and user.check_password(password):
        return "password-old"
    return None
