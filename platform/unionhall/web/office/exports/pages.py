"""Asking for an export, and fetching the file of a large one."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.contrib import messages as toasts
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unionhall.casework import export_case
from unionhall.casework.export_list import FORMATS, KIND, Wish, export_list, fetch, opened
from unionhall.casework.jobs import files
from unionhall.casework.refusals import NotYours
from unionhall.definitions import selectors as definitions
from unionhall.jobs import selectors
from unionhall.jobs.models import Job
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.exports import tables
from unionhall.web.office.registers import asked
from unionhall.workbooks import exports

FETCH = {KIND: fetch, export_case.KIND: export_case.fetch}
SANDBOX = "default-src 'none'; sandbox"


@staff_only
def ask(request: HttpRequest, register_key: str, list_key: str) -> HttpResponseBase:
    """404 for lists he does not see and lists that are not exported, before 405."""
    return _make(request, _wish(request, register_key, list_key))


@require_POST
def _make(request: HttpRequest, wish: Wish) -> HttpResponseBase:
    user = officer(request)
    made = export_list(wish, by=user, now=timezone.now())
    if isinstance(made, Job):
        toasts.success(request, _("The list is long: the file is made in the background."))
        return redirect("office:job", made.key)
    out = io.BytesIO()
    tables.write(made.opened, made.rows, out, by=user)
    out.seek(0)
    name, type_ = tables.file_name(made.opened), exports.CONTENT_TYPES[wish.format]
    return _kept_apart(FileResponse(out, as_attachment=True, filename=name, content_type=type_))


@staff_only
@require_safe
def file(request: HttpRequest, job_key: str) -> HttpResponseBase:
    """404 for files of others, of other work, and those whose time is over."""
    user = officer(request)
    job = selectors.job(job_key)
    if job is None or job.kind not in FETCH:
        raise Http404
    if request.method == "HEAD":
        raise Http404
    FETCH[job.kind](job, by=user, now=timezone.now())
    try:
        pieces = files.pieces(job.stored_name)
        content = _begun(pieces)
    except FileNotFoundError as gone:
        raise Http404 from gone
    type_ = exports.CONTENT_TYPES.get(job.file_name.rpartition(".")[2], "application/octet-stream")
    response = StreamingHttpResponse(content, content_type=type_)
    header = content_disposition_header(as_attachment=True, filename=job.file_name)
    response["Content-Disposition"] = header or "attachment"
    return _kept_apart(response)


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces; what cannot be read at all says so before anything was sent."""
    first = next(pieces, b"")

    def all_of_them() -> Iterator[bytes]:
        yield first
        yield from pieces

    return all_of_them()


def _wish(request: HttpRequest, register_key: str, list_key: str) -> Wish:
    """Raises NotYours."""
    try:
        register = definitions.register(register_key)
    except definitions.NotPublished as unknown:
        raise NotYours from unknown
    listing = register.listing(list_key)
    if listing is None:
        raise NotYours
    chosen = asked.read(register, listing, request.POST)
    wanted = request.POST.get("format", "")
    wish = Wish(
        register=register_key,
        listing=list_key,
        filters=chosen.filters,
        q=chosen.q,
        sort=chosen.sort,
        format=wanted if wanted in FORMATS else FORMATS[0],
        words=chosen.words,
    )
    opened(wish, officer(request))
    return wish


def _kept_apart(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing in a file may run, and none stays in a shared cache."""
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store, private"
    return response
