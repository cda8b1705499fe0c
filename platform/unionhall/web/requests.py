"""A request as views behind the sign-in see it."""

from __future__ import annotations

from django.http import HttpRequest

from unionhall.people.models import User


class SignedRequest(HttpRequest):
    """LoginRequiredMiddleware lets nobody else through; only for annotations, never made."""

    user: User
