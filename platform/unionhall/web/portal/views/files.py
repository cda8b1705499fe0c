"""Reading a file of a case: permission asked for every single one, thumbnails included.

The file leaves as what it was found to be, never sniffed, in a sandbox, under its own name.
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from permissions import gate
from unionhall.cases import files, selectors
from unionhall.cases.models import Attachment

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'self'"
PICTURES = frozenset({"image/jpeg", "image/png", "image/bmp"})


def attachment(request: HttpRequest, key: str) -> Attachment:
    """Return the file the user may see; Http404 for everything else, without a difference."""
    found = selectors.attachment_by_key(key)
    if found is None or (found.removed_at and not found.frozen):
        raise Http404
    if not gate.may_view(request.user, found.case).allowed:
        raise Http404
    return found


def file(request: HttpRequest, key: str) -> HttpResponse:
    """Download."""
    return _answer(attachment(request, key), as_attachment=True)


def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Pictures inside the page; other kinds are only ever downloaded."""
    found = attachment(request, key)
    if found.media_type not in PICTURES:
        raise Http404
    return _answer(found, as_attachment=False)


def _answer(found: Attachment, *, as_attachment: bool) -> HttpResponse:
    try:
        stream = files.open_stored(found)
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        stream,
        as_attachment=as_attachment,
        filename=found.name,
        content_type=found.media_type,
    )
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store, private"
    return response
