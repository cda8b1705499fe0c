"""工作人员 (SC-20): choose a union, see who works there, make a member one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from permissions import gate, managing
from unionhall.casework import refusals
from unionhall.casework.staff.appoint import appoint
from unionhall.definitions import selectors as definitions
from unionhall.language.masks import mask
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import union_by_key
from unionhall.people.models import Person
from unionhall.people.selectors import person_by_key
from unionhall.reports import staff as report
from unionhall.web.office import filters, posts, rail, rights
from unionhall.web.office.access import officer, staff_only

MEMBERSHIP = "membership"


@staff_only
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The unions whose staff he manages; straight on when there is one. 404 for everybody else."""
    codename = managing.MANAGE_STAFF
    if codename not in gate.of(request.user).codenames:
        raise Http404
    url = reverse("office:staff")
    chosen = filters.read(request.GET, url=url, text_label=_("Name of the union"))
    unions = report.unions_to_manage(officer(request), codename, chosen.q)
    if len(unions) == 1 and not chosen.q:
        return HttpResponseRedirect(reverse("office:union_staff", args=[unions[0].key]))
    context = {
        **rail.frame(request, url),
        "filters": chosen,
        "unions": unions[: report.MOST],
        "is_more": len(unions) > report.MOST,
    }
    return render(request, "office/staff_unions.html", context)


@staff_only
@require_safe
def show(request: HttpRequest, union_key: str) -> HttpResponse:
    union = managed(request, union_key)
    rows = report.staff_of(union)
    context = {
        **rail.frame(request, reverse("office:staff")),
        "union": union,
        "rows": rows,
        "may_issue": bool(gate.of(request.user).may_give_code(union)),
        "me": getattr(officer(request).person, "key", ""),
    }
    return render(request, "office/staff.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, union_key: str) -> HttpResponse:
    """Who is to be added. Posted, because a number does not belong into an address."""
    union = managed(request, union_key)
    text = (request.POST.get("q") or "")[:60]
    found = report.candidates(union, text) if request.method == "POST" else []
    context = {
        **rail.frame(request, reverse("office:staff")),
        "union": union,
        "q": text,
        "people": [(person, mask(person.mobile, "mobile")) for person in found],
        "asked": request.method == "POST" and bool(text.strip()),
        "transfers": transfers(),
    }
    return render(request, "office/staff_search.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, union_key: str, person_key: str) -> HttpResponse:
    """The form of a new post; a POST makes it."""
    union = managed(request, union_key)
    person = _member(union, person_key)
    if request.method != "POST":
        return posts.draw(request, union, person, rights.Typed(title=_("Officer")))
    typed = rights.read(request.POST)
    if typed.problem:
        return posts.draw(request, union, person, typed, problem=typed.problem)
    try:
        appoint(
            union.key,
            person.key,
            typed.title,
            typed.rights,
            typed.last_day,
            typed.note,
            by=officer(request),
            now=timezone.now(),
        )
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        return posts.draw(request, union, person, typed, problem=refused.sentence)
    messages.success(request, _("%(name)s works here now.") % {"name": person.name})
    return HttpResponseRedirect(reverse("office:union_staff", args=[union.key]))


def managed(request: HttpRequest, union_key: str) -> Union:
    """The union, if he manages its staff; to everybody else there is none."""
    union = union_by_key(union_key)
    if union is None or not gate.of(request.user).may_manage_staff(union):
        raise Http404
    return union


def _member(union: Union, person_key: str) -> Person:
    """People of other unions are not shown; whether they may be staff is asked again later."""
    person = person_by_key(person_key)
    if person is None or not report.is_member(person, union):
        raise Http404
    return person


def transfers() -> list[dict[str, Any]]:
    """The matters by which a membership comes here: those that stand beside it by definition."""
    return [
        {"title": one.title, "url": reverse("portal:guide", args=[one.key])}
        for _document, one in definitions.catalogue()
        if MEMBERSHIP in one.menu.beside
    ]
