"""岗位激活码 (J1-05): issue one, shown once; see their states; take one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permissions import gate
from unionhall.casework import refusals
from unionhall.casework.staff.issue_code import issue_code
from unionhall.casework.staff.revoke_code import revoke_code
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import union_by_key
from unionhall.reports import staff as report
from unionhall.web.office import rail, rights
from unionhall.web.office.access import officer, staff_only

TONES = {"unused": "info", "used": "success", "revoked": "", "expired": "warn"}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, union_key: str) -> HttpResponse:
    """The code is in the answer to the POST alone: nothing keeps it in clear."""
    union = _union(request, union_key)
    offered = gate.of(request.user).grantable(union)
    if request.method != "POST":
        return _draw(request, union, rights.Typed(_("Administrator"), offered))
    typed = rights.read(request.POST)
    try:
        _row, code = issue_code(
            union.key, typed.title, typed.rights, by=officer(request), now=timezone.now()
        )
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        return _draw(request, union, typed, problem=refused.sentence)
    return _draw(request, union, rights.Typed(_("Administrator"), offered), code=code)


@staff_only
@require_POST
def revoke(request: HttpRequest, union_key: str, number: int) -> HttpResponse:
    union = _union(request, union_key)
    revoke_code(union.key, number, by=officer(request), now=timezone.now())
    messages.success(request, _("The code was revoked. Nobody can use it any more."))
    return HttpResponseRedirect(reverse("office:codes", args=[union.key]))


def _union(request: HttpRequest, union_key: str) -> Union:
    union = union_by_key(union_key)
    if union is None or not gate.of(request.user).may_give_code(union):
        raise Http404
    return union


def _draw(
    request: HttpRequest, union: Union, typed: rights.Typed, *, code: str = "", problem: str = ""
) -> HttpResponse:
    titles = {
        "unused": _("Unused"),
        "used": _("Used"),
        "revoked": _("Revoked"),
        "expired": _("Run out"),
    }
    known = report.codes_of(union)
    rows = [{"code": one, "state": titles[one.state], "tone": TONES[one.state]} for one in known]
    context = {
        **rail.frame(request, reverse("office:staff")),
        "union": union,
        "typed": typed,
        "groups": rights.boxes(gate.of(request.user).grantable(union), typed.rights),
        "rows": rows,
        "has_unused": any(one.state == "unused" for one in known),
        "code": code,
        "problem": problem,
    }
    return render(request, "office/codes.html", context, status=422 if problem else 200)
