"""Entering as a guest: this browser carries one application that was begun without an account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from unionhall.cases import selectors
from unionhall.cases.models import Case
from unionhall.people.models import User


def enter(request: HttpRequest, guest: User) -> None:
    """A new session that opens this guest's application and nothing else."""
    login(request, guest, backend=settings.AUTHENTICATION_BACKENDS[0])


def own_case(request: HttpRequest) -> Case | None:
    """The application this browser carries, on public pages where nobody is signed in."""
    guest = getattr(request, "guest", None)
    return selectors.case_of_guest(guest) if guest else None
