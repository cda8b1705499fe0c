"""Batches that wait for somebody else's yes: the list, and approving or returning one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unionhall.casework.imports import review
from unionhall.casework.refusals import NotYours, Refused
from unionhall.imports import selectors
from unionhall.imports.models import BatchReview, ReviewState
from unionhall.people.models import User
from unionhall.web.office import rail
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.imports import words

MOST = 200


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """404 for whoever reviews no import."""
    mine = review.reviewed_by(officer(request))
    if mine is None:
        raise Http404
    found = list(selectors.reviews(mine)[:MOST])
    counts = selectors.counts_of([one.job for one in found])
    rows = [words.batch_row(one.job, counts[one.job_id]) for one in found]
    context = {**rail.frame(request), "rows": rows}
    return render(request, "office/imports/reviews.html", context)


def decide(request: HttpRequest, job_key: str) -> HttpResponse:
    return _guarded(request, job_key)


@staff_only
def _guarded(request: HttpRequest, job_key: str) -> HttpResponse:
    """404 before 405."""
    review.opened(job_key, by=officer(request), now=timezone.now())
    return _decided(request, job_key)


@require_POST
def _decided(request: HttpRequest, job_key: str) -> HttpResponse:
    given: dict[str, Any] = {"by": officer(request), "now": timezone.now()}
    try:
        if request.POST.get("_do") == "approve":
            review.approve(job_key, **given)
            toasts.success(request, _("Approved. The rows are being imported."))
        else:
            review.give_back(job_key, request.POST.get("reason", ""), **given)
            toasts.success(request, _("Returned. Nothing was imported."))
    except NotYours:
        raise
    except Refused as refusal:
        toasts.warning(request, refusal.sentence)
        return redirect("office:import_batch", job_key)
    return redirect("office:import_reviews")


def of_batch(one: BatchReview | None, user: User) -> dict[str, Any]:
    """What the page of a batch says of its review; `may_decide` shows the two buttons."""
    if one is None:
        return {}
    is_waiting = one.state == ReviewState.WAITING
    text = _("{state}: {union}").format(state=ReviewState(one.state).label, union=one.union.name)
    if one.by is not None:
        text = _("{text} · {who}").format(text=text, who=one.by)
    return {
        "text": text,
        "reason": one.reason,
        "tone": {"approved": "success", "returned": "danger"}.get(one.state, "info"),
        "may_decide": is_waiting and review.may_review(user, one),
    }
