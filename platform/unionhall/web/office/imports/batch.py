"""One batch: how far it is, what became of each row, the files of its result, what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.casework.imports import fetch, review
from unionhall.casework.imports.batch import Batch
from unionhall.casework.imports.cancel import cancel as cancel_import
from unionhall.casework.imports.retry import retriable, retry_failed
from unionhall.casework.jobs import files
from unionhall.casework.refusals import NotYours, Refused
from unionhall.imports import selectors
from unionhall.imports.models import RowState
from unionhall.jobs.models import OPEN, Job
from unionhall.web.office import rail, trail
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.imports import agreeing, answering, reviews, words
from unionhall.workbooks import report
from unionhall.workbooks.checks import name_column

PAGE = 50
TABS = {
    "failed": (RowState.REJECTED,),
    "passed": selectors.ENDS,
    "waiting": (RowState.READ, RowState.PENDING),
    "all": (),
}


@staff_only
@require_safe
def show(request: HttpRequest, job_key: str) -> HttpResponse:
    """404 unless he may import for its union, or reviews it."""
    batch, is_mine = _opened(request, job_key)
    job, counts = batch.job, selectors.counts(batch.job)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else _usual_tab(counts, is_mine=is_mine)
    way = trail.read(request.GET)
    after = int(way.cursor) if way.cursor.isdecimal() and len(way.cursor) < 9 else 0
    found = list(selectors.rows(job, TABS[tab], after)[: PAGE + 1])
    following = str(found[PAGE - 1].number) if len(found) > PAGE else ""
    header = selectors.header(job)
    addresses = _addresses(batch, tab)
    again = len(retriable(job, batch.import_))
    context: dict[str, Any] = {
        **rail.frame(request, _above(job, is_mine=is_mine)[1]),
        "batch": batch,
        "crumbs": [
            _above(job, is_mine=is_mine, title=batch.import_.title),
            (job.file_name, ""),
        ],
        "row": words.batch_row(job, counts),
        "facts": words.facts(batch, counts),
        "agreed": agreeing.agreed(job),
        "is_mine": is_mine,
        "review": reviews.of_batch(selectors.review_of(job), officer(request)),
        "is_open": job.state in OPEN,
        "is_refused": bool(header and header.problems),
        "header_problems": header.problems if header else [],
        "errors": words.errors(batch),
        "tabs": _tabs(batch, counts, tab),
        "tab": tab,
        "rows": list(words.shown(batch, found[:PAGE])),
        "has_result": bool(job.result.get("workbook")),
        "has_errors": counts.rejected or (header and header.problems),
        "retriable": again,
        "whole_note": words.whole_note(batch, counts, again),
        "previous_url": way.previous_url(addresses),
        "next_url": way.next_url(addresses, following),
    }
    return render(request, "office/imports/batch.html", context)


def _usual_tab(counts: selectors.Counts, *, is_mine: bool) -> str:
    """What has to be repaired; for a reviewer, what he says yes or no to."""
    if not is_mine and counts.pending:
        return "waiting"
    return "failed" if counts.rejected else "all"


def _opened(request: HttpRequest, job_key: str) -> tuple[Batch, bool]:
    """(batch, whether he may import there). Raises NotYours."""
    user, now = officer(request), timezone.now()
    try:
        return fetch.opened(job_key, by=user, now=now), True
    except NotYours:
        return review.opened(job_key, by=user, now=now)[0], False


def _above(job: Job, *, is_mine: bool, title: str = "") -> tuple[str, str]:
    """Where the page of the batch hangs: below its import, or below what he reviews."""
    if is_mine:
        return title, reverse("office:import", args=[job.about])
    return _("Imports to approve"), reverse("office:import_reviews")


@staff_only
@require_safe
def result(request: HttpRequest, job_key: str) -> HttpResponse:
    """The uploaded workbook with marks; each time it is fetched is noted."""
    user, now = officer(request), timezone.now()
    batch = fetch.opened(job_key, by=user, now=now)
    stored = batch.job.result.get("workbook")
    if not stored or request.method == "HEAD":
        raise Http404
    fetch.fetch(job_key, by=user, now=now)
    try:
        data = b"".join(files.pieces(stored))
    except FileNotFoundError as gone:
        raise Http404 from gone
    return answering.workbook(data, _named(batch, _("result")))


@staff_only
@require_safe
def errors(request: HttpRequest, job_key: str) -> HttpResponse:
    """Every problem in a workbook of its own: row, name, column, type, message, cause, remedy."""
    batch = fetch.opened(job_key, by=officer(request), now=timezone.now())
    column = name_column(batch.import_)
    told = (
        (row.number, str(batch.unsealed(row.values).get(column) or ""), problem)
        for row in selectors.rejected(batch.job)
        for problem in row.problems
    )
    return answering.workbook(report.write(batch.import_, told), _named(batch, _("errors")))


def cancel(request: HttpRequest, job_key: str) -> HttpResponse:
    return _steer(request, job_key, _cancelled)


def retry(request: HttpRequest, job_key: str) -> HttpResponse:
    return _steer(request, job_key, _retried)


@staff_only
def _steer(request: HttpRequest, job_key: str, verb: Any) -> HttpResponse:
    """404 before 405."""
    fetch.opened(job_key, by=officer(request), now=timezone.now())
    return _pressed(request, job_key, verb)


@require_POST
def _pressed(request: HttpRequest, job_key: str, verb: Any) -> HttpResponse:
    try:
        toasts.success(request, verb(request, job_key))
    except NotYours:
        raise
    except Refused as refusal:
        toasts.warning(request, refusal.sentence)
    return redirect("office:import_batch", job_key)


def _cancelled(request: HttpRequest, job_key: str) -> str:
    cancel_import(job_key, by=officer(request), now=timezone.now())
    return _("It is being stopped. What was written stays, the other rows are not imported.")


def _retried(request: HttpRequest, job_key: str) -> str:
    count = retry_failed(job_key, by=officer(request), now=timezone.now())
    return ngettext("%(n)s row is tried again.", "%(n)s rows are tried again.", count) % {
        "n": count
    }


def _tabs(batch: Batch, counts: selectors.Counts, current: str) -> list[dict[str, Any]]:
    known = (
        ("failed", _("Failed"), counts.rejected),
        ("passed", _("Passed"), counts.good),
        ("waiting", _("Waiting"), counts.pending + counts.read),
        ("all", _("All"), counts.total),
    )
    url = reverse("office:import_batch", args=[batch.job.key])
    return [
        {"title": title, "url": f"{url}?tab={tab}", "count": f"{n:,}", "current": tab == current}
        for tab, title, n in known
    ]


def _addresses(batch: Batch, tab: str) -> Any:
    url = reverse("office:import_batch", args=[batch.job.key])

    def address(cursor: str = "", trail: str = "") -> str:
        rest = f"&cursor={cursor}&trail={trail}" if cursor else ""
        return f"{url}?tab={tab}{rest}"

    return address


def _named(batch: Batch, what: str) -> str:
    return f"{Path(batch.job.file_name).stem[:100]}-{what}.xlsx"
