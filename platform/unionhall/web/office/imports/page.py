"""The page of an import: download the template, upload the workbook, see what became of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from unionhall.casework import calendar
from unionhall.casework.imports.batch import KIND, codelists_of
from unionhall.casework.imports.sentences import SENTENCES
from unionhall.casework.imports.start import start
from unionhall.casework.refusals import NotYours, Refused
from unionhall.imports import selectors as rows
from unionhall.jobs.models import Job
from unionhall.language.model import Import
from unionhall.organisation.models import Union
from unionhall.reports.paging import PAGE_SIZE
from unionhall.web.office import rail, trail
from unionhall.web.office.access import staff_only
from unionhall.web.office.imports import agreeing, answering, words
from unionhall.web.office.imports.desk import Desk, open_desk
from unionhall.web.on_disk import on_disk
from unionhall.workbooks import template as templates
from unionhall.workbooks.inspect import inspect
from unionhall.workbooks.refusals import NotAWorkbook


def show(request: HttpRequest, import_key: str) -> HttpResponse:
    """404 before 405: whoever may not import is told of no such page."""
    return _guarded(request, import_key)


@staff_only
def _guarded(request: HttpRequest, import_key: str) -> HttpResponse:
    return _page(request, open_desk(request, import_key))


@require_http_methods(["GET", "HEAD", "POST"])
def _page(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, desk)
    try:
        job = _handed_in(request, desk)
    except NotYours:
        raise
    except (Refused, NotAWorkbook) as refusal:
        return _draw(request, desk, problem=refusal.sentence)
    toasts.success(request, _("The workbook was handed in. Its rows are being checked."))
    return redirect("office:import_batch", job.key)


@staff_only
@require_safe
def template(request: HttpRequest, import_key: str) -> HttpResponse:
    """The workbook to fill in, with the name of the union where the header asks for it."""
    desk = open_desk(request, import_key)
    import_ = desk.import_
    union = desk.union(request.GET.get("union", "")) or desk.usual(request)
    data = templates.build(
        import_, header=_prefilled(import_, union), codelists=codelists_of(import_)
    )
    return answering.workbook(data, templates.file_name(import_))


def _handed_in(request: HttpRequest, desk: Desk) -> Job:
    """Raises Refused, NotAWorkbook."""
    upload = request.FILES.get("file")
    union = desk.union(request.POST.get("union", ""))
    if union is None:
        raise Refused("import-no-union", str(SENTENCES["import-no-union"]))
    if upload is None:
        raise Refused("import-file-missing", str(SENTENCES["import-file-missing"]))
    with on_disk(upload) as path:
        inspect(path)
        with path.open("rb") as stream:
            return start(
                desk.import_.key,
                union.key,
                stream,
                file_name=upload.name or "",
                consents=agreeing.ticked(request),
                by=desk.user,
                now=timezone.now(),
                address=request.META.get("REMOTE_ADDR"),
                agent=request.headers.get("User-Agent", ""),
            )


def _prefilled(import_: Import, union: Union) -> dict[str, str]:
    """Header cells that have to be the union's own name, as its checks say."""
    named = {
        check.column
        for check in import_.header_checks
        if check.assertion.replace(" ", "") == f"header.{check.column}==union.name"
    }
    return dict.fromkeys(named, union.name)


def _draw(request: HttpRequest, desk: Desk, problem: str = "") -> HttpResponse:
    way = trail.read(request.GET)
    jobs = Job.objects.filter(kind=KIND, about=desk.import_.key, union__in=desk.unions)
    if way.cursor.isdecimal():
        jobs = jobs.filter(pk__lt=int(way.cursor[:18]))
    found = list(
        jobs.select_related("union", "by__person", "review").order_by("-id")[: PAGE_SIZE + 1]
    )
    shown = found[:PAGE_SIZE]
    following = str(shown[-1].pk) if len(found) > PAGE_SIZE else ""
    counts = rows.counts_of(shown)
    context: dict[str, Any] = {
        **rail.frame(request, desk.address),
        "desk": desk,
        "usual": desk.union(request.POST.get("union", "")) or desk.usual(request),
        "template_title": Path(templates.file_name(desk.import_)).stem,
        "hours": _hours(desk.import_),
        "problem": problem,
        "consents": agreeing.asked(
            desk.import_, agreeing.ticked(request), posted=request.method == "POST"
        ),
        "rows": [words.batch_row(job, counts[job.pk]) for job in shown],
        "is_moving": any(words.is_moving(job) for job in shown),
        "previous_url": way.previous_url(_addresses(desk)),
        "next_url": way.next_url(_addresses(desk), following),
    }
    return render(request, "office/imports/page.html", context, status=422 if problem else 200)


def _addresses(desk: Desk) -> Any:
    def address(cursor: str = "", trail: str = "") -> str:
        return f"{desk.address}?cursor={cursor}&trail={trail}#batches" if cursor else desk.address

    return address


def _hours(import_: Import) -> dict[str, str]:
    """What is said of the hours; empty without any."""
    if import_.window is None:
        return {}
    opens, closes = import_.window
    said = _("Please import on working days from {opens} to {closes}.").format(
        opens=opens, closes=closes
    )
    if calendar.is_open(timezone.now(), import_.window):
        return {"tone": "info", "text": said}
    later = (
        _("It is outside of these hours: a workbook waits and is checked when they begin.")
        if import_.outside_window == "queue"
        else _("It is outside of these hours: no workbook is taken now.")
    )
    return {"tone": "warn", "text": f"{said} {later}"}
