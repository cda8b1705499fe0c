"""我的岗位 (SC-23): where one works, the activation code, the post one works in now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from permissions import gate
from unionhall.casework.refusals import Refused
from unionhall.casework.staff.redeem_code import redeem_code
from unionhall.reports import staff as report
from unionhall.web import current_post
from unionhall.web.requests import SignedRequest

LONGEST = 60


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: SignedRequest) -> HttpResponse:
    """List them; a POST redeems a code (J1-07, 08)."""
    problem, typed = "", ""
    if request.method == "POST":
        typed = (request.POST.get("code") or "").replace("\x00", "").strip()[:LONGEST]
        typed = typed.encode("utf-8", "ignore").decode()
        try:
            post = redeem_code(typed, by=request.user, now=timezone.now())
        except Refused as refused:
            problem = refused.sentence
        else:
            name = post.union.name
            messages.success(request, _("You manage %(union)s now.") % {"union": name})
            return HttpResponseRedirect(reverse("account:posts"))
    person = request.user.person
    context = {
        "section": "account",
        "rows": report.posts_of(person) if person else [],
        "unions": gate.staff_unions(request.user),
        "current": current_post.current_union(request),
        "problem": problem,
        "typed": typed,
    }
    return render(request, "account/posts.html", context, status=422 if problem else 200)


@require_POST
def switch(request: SignedRequest) -> HttpResponse:
    """Work in another post; empty is all of them."""
    found = current_post.choose(request, request.POST.get("union") or "")
    said = _("You work for %(union)s now.") % {"union": found.name} if found else ""
    messages.success(request, said or _("You work for all of your unions now."))
    fallback = "office:home" if gate.of(request.user).is_staff else "account:posts"
    return HttpResponseRedirect(reverse(fallback))
