"""One post: its form, changing it, ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permissions import gate
from unionhall.casework import refusals
from unionhall.casework.staff.change_post import change_post
from unionhall.casework.staff.dismiss import dismiss
from unionhall.organisation.models import Post, Union
from unionhall.organisation.selectors import union_by_key
from unionhall.people.models import Person
from unionhall.reports import staff as report
from unionhall.web.office import rail, rights
from unionhall.web.office.access import officer, staff_only


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, union_key: str, number: int) -> HttpResponse:
    post, held = _post(request, union_key, number)
    if request.method != "POST":
        until = post.until.isoformat() if post.until else ""
        typed = rights.Typed(post.title, held, until, post.note)
        return draw(request, post.union, post.person, typed, post=post, held=held)
    typed = rights.read(request.POST)
    problem = typed.problem
    if not problem:
        try:
            change_post(
                union_key,
                number,
                typed.title,
                typed.rights,
                typed.last_day,
                typed.note,
                by=officer(request),
                now=timezone.now(),
            )
        except (refusals.NotYours, refusals.Conflict):
            raise
        except refusals.Refused as refused:
            problem = refused.sentence
    if problem:
        return draw(request, post.union, post.person, typed, post=post, held=held, problem=problem)
    messages.success(request, _("The rights were saved."))
    return HttpResponseRedirect(reverse("office:union_staff", args=[union_key]))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, union_key: str, number: int) -> HttpResponse:
    """停用: asks once, then ends the post."""
    post, _held = _post(request, union_key, number)
    problem = ""
    if request.method == "POST":
        reason = (request.POST.get("reason") or "")[:300]
        try:
            dismiss(union_key, number, reason, by=officer(request), now=timezone.now())
        except (refusals.NotYours, refusals.Conflict):
            raise
        except refusals.Refused as refused:
            problem = refused.sentence
        else:
            messages.success(request, _("The post of %(name)s ended.") % {"name": post.person.name})
            return HttpResponseRedirect(reverse("office:union_staff", args=[union_key]))
    context = {
        **rail.frame(request, reverse("office:staff")),
        "union": post.union,
        "post": post,
        "problem": problem,
    }
    return render(request, "office/staff_end.html", context, status=422 if problem else 200)


def draw(
    request: HttpRequest,
    union: Union,
    person: Person,
    typed: rights.Typed,
    *,
    post: Post | None = None,
    held: frozenset[str] = frozenset(),
    problem: str = "",
) -> HttpResponse:
    """The form of a post, new or standing."""
    offered = gate.of(request.user).grantable(union) | held
    context = {
        **rail.frame(request, reverse("office:staff")),
        "union": union,
        "person": person,
        "post": post,
        "typed": typed,
        "groups": rights.boxes(offered, typed.rights),
        "problem": problem,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "office/staff_form.html", context, status=422 if problem else 200)


def _post(request: HttpRequest, union_key: str, number: int) -> tuple[Post, frozenset[str]]:
    union = union_by_key(union_key)
    if union is None or not gate.of(request.user).may_manage_staff(union):
        raise Http404
    found = report.post_of(union, number)
    if found is None or found[0].source == "chair":
        raise Http404
    return found
