"""People pasted from a table or brought in a workbook, put on the list of an application."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from itertools import islice

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.casework import refusals
from unionhall.casework.lines.add import Added
from unionhall.casework.lines.name import NamedRow, add_named
from unionhall.language.model import Lines
from unionhall.web.on_disk import on_disk
from unionhall.web.portal import desk, frame
from unionhall.web.portal.asked import command, command_key, version_of
from unionhall.web.requests import SignedRequest
from unionhall.workbooks.any_sheet import rows_of
from unionhall.workbooks.refusals import NotAWorkbook

# Longer lists come in a workbook: a page is no place for them
MOST_PASTED = 5_000
_BETWEEN = re.compile(r"[\t,，;；、]+")
# between words parted by one space: runs of them would be tried from each of their places
_BEFORE_NUMBER = re.compile(r" (?=\S*\d{4})|(?<=\d{4}) ")


@desk.drafting
def paste(request: SignedRequest, key: str) -> HttpResponse:
    """What was not taken comes back into the page with its reasons; the others are on the list."""
    work = desk.open_draft(request.user, key)
    own = work.process.lines
    if own is None or own.fill != "picked" or not own.picker.match:
        raise refusals.NotYours
    if request.method != "POST":
        return _page(request, key)
    try:
        rows = _rows(request, own)
        added = add_named(key, rows, version_of(request), **command(request))
    except (refusals.NotYours, refusals.Conflict):
        raise
    except (refusals.Refused, NotAWorkbook) as refusal:
        return _page(request, key, wrong=refusal.sentence, kept=_pasted(request), status=422)
    if added.case.work:  # the page of the case tells how far it is
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    if not (added.added or added.there or added.refused_count):  # the same press again
        again = _("This was put on the list a moment ago. Press again to see who is missing.")
        return _page(request, key, wrong=again, kept=_pasted(request), is_spent=True)
    if not added.refused_count:
        messages.success(request, _told(added))
        return HttpResponseRedirect(reverse("portal:lines", args=[key]))
    return _page(request, key, added=added, kept=_kept(request, added.left), is_spent=True)


def _rows(request: SignedRequest, own: Lines) -> list[NamedRow]:
    """Raises NotAWorkbook, Refused: both-given, too-many-pasted."""
    upload = request.FILES.get("workbook")
    if isinstance(upload, UploadedFile) and upload.size:
        with on_disk(upload) as path:
            # one more than may be, so that the verb says so itself; and a heading
            rows: list[NamedRow] = list(islice(rows_of(path), own.most + 2))
        if _pasted(request).strip():
            words = _("Please paste people or choose a workbook, one after the other.")
            raise refusals.Refused("both-given", words)
        return rows
    lines = _pasted(request).splitlines()
    if len(lines) > MOST_PASTED:
        words = _("Please paste at most {most} lines, or hand in a workbook.")
        raise refusals.Refused("too-many-pasted", words.format(most=MOST_PASTED))
    return [(number, cells) for number, line in enumerate(lines, 1) if (cells := cells_of(line))]


def cells_of(line: str) -> tuple[str, ...]:
    """Cells of a table are parted by tabs; what people type, by commas or before a number."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(line))
    return tuple(cell for part in parts for cell in _BEFORE_NUMBER.split(part) if cell)


def _pasted(request: SignedRequest) -> str:
    return request.POST.get("rows", "")


def _kept(request: SignedRequest, left: Sequence[int]) -> str:
    lines = _pasted(request).splitlines()
    return "\n".join(lines[number - 1] for number in left if number <= len(lines))


def _told(added: Added) -> str:
    text = ngettext("{count} person was added.", "{count} people were added.", added.added)
    told = text.format(count=added.added)
    if added.there:
        more = ngettext(
            "{count} was on the list already.", "{count} were on the list already.", added.there
        )
        told = f"{told} {more.format(count=added.there)}"
    return told


def _page(
    request: SignedRequest,
    key: str,
    *,
    added: Added | None = None,
    wrong: str = "",
    kept: str = "",
    is_spent: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`is_spent`: something was done with the key of the press, the next one needs another."""
    work = desk.open_draft(request.user, key)
    own = work.process.lines
    assert own is not None
    context = {
        **frame.of_draft(work, here=frame.LINES),
        "lines": own,
        "register": own.picker.register,
        "wrong": wrong,
        "told": _told(added) if added else "",
        "added": added,
        "more": added.refused_count - len(added.refused) if added else 0,
        "kept": kept,
        "command_key": secrets.token_urlsafe(16) if is_spent else command_key(request),
    }
    return render(request, "portal/lines/paste.html", context, status=status)
