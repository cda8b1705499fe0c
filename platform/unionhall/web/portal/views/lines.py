"""The list of people of an application: look, search, take off, ask everything of it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from unionhall.casework import refusals
from unionhall.casework.lines.check import recheck
from unionhall.casework.lines.fill_snapshot import fill
from unionhall.casework.lines.remove import remove
from unionhall.engine import shapes
from unionhall.reports.lines import lines_view
from unionhall.web import line_lists
from unionhall.web.portal import desk, frame
from unionhall.web.portal.asked import command, command_key, version_of
from unionhall.web.requests import SignedRequest

ALL, BLOCKED = "all", "blocked"


@desk.drafting
@require_GET
def lines(request: SignedRequest, key: str) -> HttpResponse:
    return _page(request, key)


@desk.drafting
@require_POST
def change(request: SignedRequest, key: str) -> HttpResponse:
    """One of the buttons of the list; taking off everybody is asked once more."""
    desk.open_draft(request.user, key)
    wish = request.POST.get("_do", "")
    if wish == ALL and not request.POST.get("sure"):
        return _ask(request, key)
    try:
        told = _done(request, key, wish)
    except (refusals.NotYours, refusals.Conflict):
        raise
    except refusals.Refused as refusal:
        return _page(request, key, refusal.sentence, status=422)
    if not told:
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    messages.success(request, told)
    return HttpResponseRedirect(reverse("portal:lines", args=[key]))


def _done(request: SignedRequest, key: str, wish: str) -> str:
    """What was done in a sentence; blank: the worker does it, the page of the case tells more."""
    given = command(request)
    version = version_of(request)
    if wish == "check":
        case = recheck(key, version, **given)
        if case.work:
            return ""
        return _("The list was checked again: {count} people.").format(count=case.line_count)
    if wish == "fill":
        case = fill(key, version, **given)
        if case.work:
            return ""
        return _("The list was filled anew: {count} people.").format(count=case.line_count)
    which = wish if wish in (ALL, BLOCKED) else request.POST.getlist("line")
    if not which:
        raise refusals.Refused("nothing-ticked", _("Please tick somebody first."))
    _case, gone = remove(key, which, version, **given)
    text = ngettext("{count} person was taken off.", "{count} people were taken off.", gone)
    return text.format(count=gone)


def _page(request: SignedRequest, key: str, wrong: str = "", status: int = 200) -> HttpResponse:
    work = desk.open_draft(request.user, key)
    view = lines_view(work, line_lists.asked(request.GET))
    own = work.process.lines
    is_open = work.unlocked is None or shapes.LINES in work.unlocked
    context = {
        **frame.of_draft(work, here=frame.LINES),
        **line_lists.pages(reverse("portal:lines", args=[key]), view),
        "view": view,
        "lines": own,
        "is_picked": own is not None and own.fill == "picked",
        "is_open": is_open,
        "has_ticks": is_open and own is not None and own.fill == "picked",
        "as_of": line_lists.as_of(work.case),
        "wrong": wrong,
        "command_key": command_key(request),
    }
    return render(request, "portal/lines/list.html", context, status=status)


def _ask(request: SignedRequest, key: str) -> HttpResponse:
    work = desk.open_draft(request.user, key)
    context = {
        "section": "cases",
        "case": work.case,
        "process": work.process,
        "url": request.path,
        "back": reverse("portal:lines", args=[key]),
        "fields": [("_do", ALL), ("sure", "1")],
        "ask": _("Take everybody off the list?"),
        "text": _("All {count} people go. You can choose them again.").format(
            count=work.case.line_count
        ),
        "verb": _("Remove all"),
        "tone": "danger",
    }
    return render(request, "portal/confirm.html", context)
