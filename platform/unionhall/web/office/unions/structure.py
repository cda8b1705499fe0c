"""Moving, merging and dissolving: one question each, that says what will happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from permissions import gate
from unionhall.casework import refusals
from unionhall.casework.unions.dissolve import dissolve as dissolve_union
from unionhall.casework.unions.merge import merge as merge_union
from unionhall.casework.unions.move import going_along
from unionhall.casework.unions.move import move as move_union
from unionhall.organisation import selectors, tree
from unionhall.organisation.models import Union
from unionhall.web.office import filters
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.unions import doors

MOST = 20


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, union_key: str) -> HttpResponse:
    union = doors.managed_from_above(request, union_key)
    along = going_along(union)
    unions = ngettext("%(n)d union", "%(n)d unions", along.unions) % {"n": along.unions}
    members = ngettext("%(n)d member", "%(n)d members", along.members) % {"n": along.members}
    said = _(
        "%(unions)s with %(members)s would move, this one and all below it. Applications on their"
        " way stay with the unions that have them; new ones follow the new place."
    ) % {"unions": unions, "members": members}
    across = _(
        "You can move it to unions you manage. To another district it is moved on application,"
        " with a statement of the union."
    )

    def act(reason: str, target: str, on: date | None) -> str:
        move_union(union.key, target, reason, on, by=officer(request), now=timezone.now())
        return _("%(union)s was moved.") % {"union": union.name}

    words = {"title": _("Change affiliation"), "said": said, "note": across, "verb": _("Move")}
    return _page(request, union, act, {**words, "asks_target": True, "asks_day": True})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, union_key: str) -> HttpResponse:
    union = doors.managed_from_above(request, union_key)
    said = _(
        "Members, units and the unions below go to the union you choose; then this one ends, with"
        " all posts at it. This cannot be taken back."
    )

    def act(reason: str, target: str, _on: date | None) -> str:
        into = merge_union(union.key, target, reason, by=officer(request), now=timezone.now())
        return _("%(union)s was merged into %(into)s.") % {"union": union.name, "into": into.name}

    words = {"title": _("Merge into another union"), "said": said, "verb": _("Merge")}
    return _page(request, union, act, {**words, "asks_target": True, "tone": "danger"})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def dissolve(request: HttpRequest, union_key: str) -> HttpResponse:
    union = doors.managed_from_above(request, union_key)
    said = _(
        "The union ends, with all posts at it; its history stays. It must have no members, no"
        " unions below it and no open applications. This cannot be taken back."
    )

    def act(reason: str, _target: str, _on: date | None) -> str:
        dissolve_union(union.key, reason, by=officer(request), now=timezone.now())
        return _("%(union)s was dissolved.") % {"union": union.name}

    words = {"title": _("Dissolve the union"), "said": said, "verb": _("Dissolve")}
    return _page(request, union, act, {**words, "tone": "danger"})


def _page(
    request: HttpRequest,
    union: Union,
    act: Callable[[str, str, date | None], str],
    words: dict[str, Any],
) -> HttpResponse:
    """Draw the question, or do it. What was typed stays when it is refused."""
    asked = request.POST if request.method == "POST" else request.GET
    text = filters.cleaned(asked.get("q"))
    typed = {name: filters.cleaned(asked.get(name)) for name in ("reason", "on", "target")}
    problem, status = "", 200
    if request.method == "POST" and "_search" not in request.POST:
        problem = _missing(typed, words)
        if not problem:
            try:
                messages.success(request, act(typed["reason"], typed["target"], _day(typed["on"])))
                return HttpResponseRedirect(reverse("office:union", args=[union.key]))
            except refusals.NotYours:
                raise
            except refusals.Refused as refused:
                problem = refused.sentence
        status = 422
    context = {
        **doors.frame(request),
        "crumbs": doors.crumbs(request, union, words["title"]),
        "union": union,
        "words": words,
        "q": text,
        "typed": typed,
        "problem": problem,
        "targets": _targets(request, union, text, typed["target"]),
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "office/unions/structure.html", context, status=status)


def _missing(typed: dict[str, str], words: dict[str, Any]) -> str:
    if words.get("asks_target") and not typed["target"]:
        return _("Please search for the union and choose it from the list.")
    if typed["on"] and _day(typed["on"]) is None:
        return _("“%(day)s” is not a date. Write it like 2026-01-31.") % {"day": typed["on"]}
    return ""


def _targets(request: HttpRequest, union: Union, text: str, chosen: str) -> list[dict[str, Any]]:
    """Unions he manages that match, never the union itself or one below it."""
    rights = gate.of(request.user)
    tops = [one.path for one in rights.unions if rights.may_manage_union(one)]
    within = tree.within(tops) & ~tree.within([union.path])
    found = selectors.search_unions(text, within=within, limit=MOST)
    known = selectors.union_by_key(chosen) if chosen else None
    if known is not None and known not in found and rights.may_manage_union(known):
        found = [known, *found]
    return selectors.union_rows(found)


def _day(text: str) -> date | None:
    return filters.day(text) if text else None
