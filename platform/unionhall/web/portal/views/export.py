"""【导出申请单】 of one's own application: at once, or in the background when it is long."""

from __future__ import annotations

import io
import tempfile

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.casework.export_case import case_key_of, export_case
from unionhall.casework.jobs import files
from unionhall.jobs.handlers import Beat, Done
from unionhall.jobs.models import Job
from unionhall.reports.case_page import case_page
from unionhall.web.portal import application_sheet as sheet
from unionhall.web.portal import desk
from unionhall.web.requests import SignedRequest
from unionhall.workbooks.exports import CONTENT_TYPES, XLSX

SANDBOX = "default-src 'none'; sandbox"
EVERY = 200


@require_POST
def export(request: SignedRequest, key: str) -> HttpResponseBase:
    """404 for the applications of others."""
    page = desk.open_case(request.user, key)
    job = export_case(key, by=request.user, now=timezone.now())
    if job is not None:
        messages.success(request, _("The list is long: the file is made in the background."))
        return redirect("office:job", job.key)
    out = io.BytesIO()
    sheet.write(page, out, by=request.user)
    out.seek(0)
    name = sheet.file_name(page)
    response = FileResponse(
        out, as_attachment=True, filename=name, content_type=CONTENT_TYPES[XLSX]
    )
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store, private"
    return response


def work(job: Job, beat: Beat) -> Done:
    """The worker's part. Raises NotYours: it is not his any more."""
    page = case_page(job.by, case_key_of(job))
    total = page.case.line_count

    def tell(count: int) -> None:
        if count % EVERY == 0:
            beat.progress(count, max(total, count + 1))

    with tempfile.TemporaryFile(prefix=files.TEMPORARY) as out:
        rows = sheet.write(page, out, by=job.by, beat=tell)
        out.seek(0)
        stored = files.save(out)
    return Done({"rows": rows}, file_name=sheet.file_name(page), stored_name=stored)
