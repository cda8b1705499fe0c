"""Reading a file of a case: permission asked for every single one, thumbnails included.

The file leaves as what it was found to be, never sniffed, in a sandbox, under its own name.
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest

from permissions import gate
from unionhall.cases import selectors
from unionhall.cases.files import storage
from unionhall.cases.models import Attachment

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'self'"


def attachment(request: HttpRequest, key: str) -> Attachment:
    """Return the file the user may see; Http404 for everything else, without a difference."""
    found = selectors.attachment_by_key(key)
    if found is None or (found.removed_at and not found.frozen):
        raise Http404
    if not gate.may_view(request.user, found.case).allowed:
        raise Http404
    # What was not handed in yet is the applicant's own, even in a case others know.
    if not found.frozen and found.case.starter_id != request.user.pk:
        raise Http404
    return found


def file(request: HttpRequest, key: str) -> FileResponse:
    """Download, under the name it was handed in with."""
    found = attachment(request, key)
    try:
        stream = storage.open_file(found)
    except FileNotFoundError as missing:
        raise Http404 from missing
    return _sealed(
        FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.media_type)
    )


def preview(request: HttpRequest, key: str) -> FileResponse:
    """A picture made by us, to be shown inside a page; what has none is only ever downloaded."""
    stream = storage.open_preview(attachment(request, key))
    if stream is None:
        raise Http404
    return _sealed(FileResponse(stream, content_type="image/jpeg"))


def _sealed(response: FileResponse) -> FileResponse:
    """Nothing in a file may run, frame others, or stay in a shared cache."""
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store, private"
    return response
