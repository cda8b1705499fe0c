"""How long somebody has to wait, in words."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.utils.translation import gettext as _


def wait_sentence(wait: timedelta) -> str:
    seconds = max(1, ceil(wait.total_seconds()))
    if seconds < 120:
        return _("Too many attempts. Please try again in {n} seconds.").format(n=seconds)
    return _("Too many attempts. Please try again in {n} minutes.").format(n=ceil(seconds / 60))
