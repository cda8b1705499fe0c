"""The personal centre (个人中心): who I am and everything that is mine, one tap away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.people import selectors as people
from unionhall.reports.my_cases import my_cases
from unionhall.web.portal import agreements, home
from unionhall.web.requests import SignedRequest


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the personal centre."""

    name: str
    title: Any
    icon: str

    @property
    def url(self) -> str:
        return reverse(self.name)


PLACES = (
    Place("portal:mine", _("My benefits"), "heart"),
    Place("account:security", _("Account and security"), "shield-check"),
    Place("account:posts", _("My posts"), "identification"),
    Place("portal:consents", _("What I agreed to"), "document-check"),
)


def me(request: SignedRequest) -> HttpResponse:
    user = request.user
    context = {
        "section": "account",
        "standing": home.membership(user),
        "places": PLACES,
        "counts": home.counts(my_cases(user, "todo")),
    }
    return render(request, "portal/me.html", context)


def consents(request: SignedRequest) -> HttpResponse:
    """我的授权: what the person agreed to, when; the words open as they stand now."""
    person = request.user.person
    given = people.consents(person) if person else []
    context = {"section": "account", "agreements": agreements.shown(given)}
    return render(request, "portal/agreements.html", context)
