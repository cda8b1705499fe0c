"""Background work: what runs for me and my unions, how far it is, what failed for good."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as toasts
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unionhall.cases import dispatches
from unionhall.casework.jobs import asking
from unionhall.casework.jobs.cancel import cancel as cancel_job
from unionhall.casework.jobs.repeat import repeat as repeat_job
from unionhall.casework.messaging.watching import may_watch
from unionhall.casework.outside.send import repeat as hand_over
from unionhall.casework.refusals import Refused
from unionhall.jobs.models import OPEN, Job, JobState
from unionhall.messages import selectors as messages
from unionhall.people.models import User
from unionhall.reports.paging import PAGE_SIZE, capped
from unionhall.web.office import jobs_words, rail, trail
from unionhall.web.office.access import officer, staff_only

MINE, UNIONS, FAILED = "mine", "unions", "failed"


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Tabs: mine, those of my unions (all for watchers), those given up (for watchers)."""
    user = officer(request)
    tab = request.GET.get("tab", MINE)
    tab = tab if tab in _tabs_of(user) else MINE
    way = trail.read(request.GET)
    found = _jobs(user, tab)
    last = found.filter(key=way.cursor).first() if way.cursor else None
    if last is not None:
        found = found.filter(pk__lt=last.pk)
    rows = list(found[: PAGE_SIZE + 1])
    following = rows[PAGE_SIZE - 1].key if len(rows) > PAGE_SIZE else ""

    def address(cursor: str = "", trail: str = "") -> str:
        return _address(tab, cursor, trail)

    context = {
        **rail.frame(request),
        "tabs": _tabs(user, tab),
        "rows": [jobs_words.shown(one, user) for one in rows[:PAGE_SIZE]],
        "is_moving": any(one.state in OPEN for one in rows[:PAGE_SIZE]),
        "empty": _empty(tab),
        "undelivered": capped(messages.undelivered()) if tab == FAILED else None,
        "batches": _batches() if tab == FAILED and not way.cursor else [],
        "previous_url": way.previous_url(address),
        "next_url": way.next_url(address, following),
    }
    return render(request, "office/jobs.html", context)


@staff_only
@require_safe
def one(request: HttpRequest, job_key: str) -> HttpResponse:
    """404 for jobs of others, unless of a union one works for."""
    user = officer(request)
    job = _visible(user, job_key)
    context = {
        **rail.frame(request, reverse("office:jobs")),
        "shown": jobs_words.shown(job, user),
        "facts": jobs_words.facts(job),
    }
    return render(request, "office/job.html", context)


def cancel(request: HttpRequest, job_key: str) -> HttpResponse:
    return _steer(request, job_key, _cancel)


def repeat(request: HttpRequest, job_key: str) -> HttpResponse:
    return _steer(request, job_key, _repeat)


@staff_only
def _steer(request: HttpRequest, job_key: str, verb: Any) -> HttpResponse:
    """404 before 405: whoever may not steer it is told of no such address."""
    asking.steered(job_key, officer(request))
    return _pressed(request, job_key, verb)


@require_POST
def _pressed(request: HttpRequest, job_key: str, verb: Any) -> HttpResponse:
    try:
        toasts.success(request, verb(job_key, officer(request)))
    except Refused as refusal:
        if not refusal.sentence:
            raise
        toasts.warning(request, refusal.sentence)
    return redirect("office:job", job_key)


def repeat_batch(request: HttpRequest, dispatch_key: str) -> HttpResponse:
    """Hand over anew what never arrived; for who watches over the platform, 404 for others."""
    return _repeat_batch(request, dispatch_key)


@staff_only
def _repeat_batch(request: HttpRequest, dispatch_key: str) -> HttpResponse:
    if not may_watch(officer(request)) or dispatches.by_key(dispatch_key) is None:
        raise Http404
    return _hand_over(request, dispatch_key)


@require_POST
def _hand_over(request: HttpRequest, dispatch_key: str) -> HttpResponse:
    try:
        hand_over(dispatch_key, by=officer(request), now=timezone.now())
        toasts.success(request, _("It is handed over again in a moment."))
    except Refused as refusal:
        if not refusal.sentence:
            raise
        toasts.warning(request, refusal.sentence)
    return redirect(_address(FAILED))


def _batches() -> list[dict[str, Any]]:
    """No more than a page: whoever has so many of them has one reason for all."""
    return [
        {
            "key": one.key,
            "case": one.case.number,
            "at": one.created_at,
            "tries": one.tries,
        }
        for one in dispatches.dead()[:PAGE_SIZE]
    ]


def _cancel(job_key: str, user: User) -> str:
    cancel_job(job_key, by=user, now=timezone.now())
    return _("It is being stopped. What was done stays done.")


def _repeat(job_key: str, user: User) -> str:
    repeat_job(job_key, by=user, now=timezone.now())
    return _("It goes on where it stood.")


def _visible(user: User, job_key: str) -> Job:
    is_key = 0 < len(job_key) <= 32 and job_key.isascii() and job_key.isprintable()
    job = asking.visible(user).filter(key=job_key).first() if is_key else None
    if job is None:
        raise Http404
    return job


def _jobs(user: User, tab: str) -> QuerySet[Job]:
    found = asking.visible(user)
    if tab == MINE:
        return found.filter(by=user)
    return found.filter(state=JobState.FAILED) if tab == FAILED else found


def _tabs_of(user: User) -> tuple[str, ...]:
    return (MINE, UNIONS, FAILED) if may_watch(user) else (MINE, UNIONS)


def _tabs(user: User, current: str) -> list[dict[str, Any]]:
    titles = {
        MINE: _("Mine"),
        UNIONS: _("All") if may_watch(user) else _("Of my unions"),
        FAILED: _("Given up"),
    }
    return [
        {
            "title": titles[tab],
            "url": _address(tab),
            "count": capped(_jobs(user, tab)) if tab == FAILED else None,
            "current": tab == current,
        }
        for tab in _tabs_of(user)
    ]


def _address(tab: str, cursor: str = "", trail: str = "") -> str:
    url = f"{reverse('office:jobs')}?tab={tab}"
    return f"{url}&cursor={cursor}&trail={trail}" if cursor else url


def _empty(tab: str) -> dict[str, str]:
    if tab == FAILED:
        return {
            "title": _("Nothing was given up"),
            "text": _("Work that fails several times in a row appears here and can be repeated."),
        }
    return {
        "title": _("Nothing works in the background"),
        "text": _("Imports, large exports and other long work appear here while they are done."),
    }
