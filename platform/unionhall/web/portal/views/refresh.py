"""【更新】 (X1-27): what the registers say now beside what the form says; ticked ones are taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.casework.refresh import refresh as ask_registers
from unionhall.web.portal import desk, frame, review
from unionhall.web.portal.asked import version_of
from unionhall.web.requests import SignedRequest


@desk.drafting
def refresh(request: SignedRequest, key: str) -> HttpResponse:
    work = desk.open_draft(request.user, key)
    back = reverse("portal:form", args=[key])
    if request.method == "POST":
        accept = [path for path in request.POST.getlist("accept") if len(path) <= 200]
        found = ask_registers(key, version_of(request), accept, by=request.user, now=timezone.now())
        count = len(found.applied)
        text = ngettext("{n} value was taken over.", "{n} values were taken over.", count)
        messages.success(request, text.format(n=count) if count else _("Nothing was changed."))
        return HttpResponseRedirect(back)
    found = ask_registers(key, None, None, by=request.user, now=timezone.now())
    context = {
        **frame.of_draft(work, here=""),
        "step_title": _("Refresh"),
        "changes": [review.change_row(work, change) for change in found.changes],
        "back": back,
    }
    return render(request, "portal/refresh.html", context)
