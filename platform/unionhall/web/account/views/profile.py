"""Who I am here, help with accounts, and the demonstration's outbox."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from unionhall.language.masks import mask
from unionhall.organisation import contacts
from unionhall.people import selectors
from unionhall.web.requests import SignedRequest

OUTBOX = 50


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: str


def profile(request: SignedRequest) -> HttpResponse:
    """What is registered about me, numbers masked."""
    facts = selectors.applicant_facts(request.user)
    rows = [
        Line(_("Name"), facts["name"] or str(request.user)),
        Line(_("Identity document"), facts["document_kind"] or ""),
        Line(_("Document number"), _masked(facts["document_no"], "id")),
        Line(_("Mobile number"), _masked(facts["mobile"], "mobile")),
        Line(_("Identity check"), _("Verified") if facts["verified"] else _("Not verified yet")),
        Line(_("Employer"), facts["unit_name"] or ""),
        Line(_("My union"), facts["union_name"] or ""),
        Line(_("District or industry"), facts["area_name"] or ""),
    ]
    return render(request, "account/profile.html", {"section": "account", "rows": rows})


def _masked(value: str | None, kind: str) -> str:
    return str(mask(value, kind)) if value else ""


@login_not_required
def trouble(request: HttpRequest) -> HttpResponse:
    """账号问题: the ways back into an account, and whom to call."""
    return render(request, "account/help.html", {"offices": contacts.offices()})


@login_not_required
def outbox(request: HttpRequest) -> HttpResponse:
    """What the console gateway sent; does not exist outside a demonstration."""
    if not settings.DEMO:
        raise Http404
    return render(request, "account/outbox.html", {"sent": selectors.outbox(OUTBOX)})
