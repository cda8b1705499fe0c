"""Batches as files: taking one along, bringing the answer back, sending one anew."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from unionhall import audit
from unionhall.cases import dispatches, selectors
from unionhall.cases.models import Dispatch
from unionhall.casework.context import Context
from unionhall.casework.outside.arriving import FILE, Received
from unionhall.casework.outside.asking import may_exchange
from unionhall.casework.outside.batch import batch_of
from unionhall.casework.outside.reading import LineAnswer, OutsideAnswer
from unionhall.casework.outside.receive import receive
from unionhall.casework.outside.send import repeat as send_again
from unionhall.casework.refusals import NotYours, Refused
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.outside import sheet
from unionhall.workbooks import exports

MOST_SHOWN = 10
SANDBOX = "default-src 'none'; sandbox"


@staff_only
@require_GET
def batch(request: HttpRequest, dispatch_key: str, kind: str) -> HttpResponse | FileResponse:
    """The lines still asked about, in clear: taken along by who looks after the stage, recorded."""
    context, dispatch = _opened(request, dispatch_key)
    if kind not in exports.CONTENT_TYPES:
        raise NotYours
    handed_over = batch_of(context, dispatch)
    known = sheet.fields(context.process, context.process.stage(dispatch.stage))
    rows = sheet.rows(known, handed_over.rows)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    if kind == exports.XLSX:
        count = exports.write(sheet.columns(known), rows, out, title=sheet.title())
    else:
        count = exports.write_csv(sheet.columns(known), rows, out)
    out.seek(0)
    told = {"hook": dispatch.hook, "count": count, "number": handed_over.number}
    about = f"case:{context.case.key}"
    audit.record("export", by=officer(request), now=context.now, about=about, values=told)
    name = f"{handed_over.number}-{dispatch.hook}.{kind}"
    response = FileResponse(out, as_attachment=True, filename=name)
    response["Content-Type"] = exports.CONTENT_TYPES[kind]
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = SANDBOX
    return response


@staff_only
@require_POST
def answer_file(request: HttpRequest, dispatch_key: str) -> HttpResponse:
    """Take the answers of a file; what is wrong with it is said and nothing is taken."""
    context, dispatch = _opened(request, dispatch_key)
    back = HttpResponseRedirect(_case_page(context))
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Please choose a file first."))
        return back
    try:
        received = _take(request, context, dispatch, upload)
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return back
    _say(request, received)
    return back


@staff_only
@require_POST
def repeat(request: HttpRequest, dispatch_key: str) -> HttpResponse:
    """Hand over anew what never arrived."""
    context, dispatch = _opened(request, dispatch_key)
    try:
        send_again(dispatch.key, by=officer(request), now=timezone.now())
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("It is handed over again in a moment."))
    return HttpResponseRedirect(_case_page(context))


def _take(
    request: HttpRequest, context: Context, dispatch: Dispatch, upload: UploadedFile[Any]
) -> Received:
    stage = context.process.stage(dispatch.stage)
    known = sheet.fields(context.process, stage)
    if (upload.size or 0) > sheet.MOST_BYTES:
        size = sheet.MOST_BYTES >> 20
        raise Refused("too-large", _("At most {size} MB, please.").format(size=size))
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name or "").suffix[:5]) as file:
        name = _id(dispatch, _copy(upload, file))
        lines = sheet.answers(Path(file.name), upload.name or "", known)
    told = _told(dispatch, name, lines, per_line=bool(stage.lines))
    return receive(told, source=FILE, by=officer(request), now=timezone.now())


def _told(
    dispatch: Dispatch, name: str, lines: list[LineAnswer], *, per_line: bool
) -> OutsideAnswer:
    if per_line:
        return OutsideAnswer(dispatch.key, name, tuple(lines))
    return OutsideAnswer(dispatch.key, name, (), lines[0].is_passed, lines[0].reason)


def _copy(upload: UploadedFile[Any], file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
        file.write(piece)
    file.flush()
    return digest.hexdigest()


def _id(dispatch: Dispatch, digest: str) -> str:
    """The same file twice is the same answer."""
    return f"file-{digest[:56]}"


def _opened(request: HttpRequest, dispatch_key: str) -> tuple[Context, Dispatch]:
    """Only for who looks after the stage, while it waits. Raises NotYours (404)."""
    dispatch = dispatches.by_key(dispatch_key)
    if dispatch is None or dispatch.state in (Dispatch.State.ANSWERED, Dispatch.State.CANCELLED):
        raise NotYours
    case = selectors.loaded(dispatch.case.key)
    now: datetime = timezone.now()
    if case is None or not may_exchange(request.user, case, dispatch):
        raise NotYours
    return Context(case, now), dispatch


def _say(request: HttpRequest, received: Received) -> None:
    if received.is_pending:
        words = _(
            "The file was taken. Its {count} lines are being applied; you may leave the page."
        )
        messages.success(request, words.format(count=f"{received.total:,}"))
        return
    if received.is_repeated:
        messages.warning(request, _("This file was taken before; nothing was done again."))
        return
    words = _("{passed} passed, {failed} not.").format(
        passed=received.passed, failed=received.failed
    )
    messages.success(request, words)
    if received.ignored:
        text = _("{count} lines had their answer already and were passed over.")
        messages.warning(request, text.format(count=received.ignored))
    if received.unknown:
        shown = "、".join(received.unknown[:MOST_SHOWN])
        text = _("{count} lines are not of this batch: {shown}")
        messages.warning(request, text.format(count=len(received.unknown), shown=shown))


def _case_page(context: Context) -> str:
    return reverse("office:case", args=[context.case.key])
