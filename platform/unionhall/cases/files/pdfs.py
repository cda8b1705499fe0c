"""Searching through PDFs: nothing that acts, nothing hidden inside, nothing locked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from unionhall.cases.files.refusal import FileRefused

MOST_OBJECTS = 50_000
MOST_PAGES = 500
# Keys of any dictionary that make a reader do something, or that carry another file.
ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/RichMedia", "/XFA"}
)
ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm",
        "/Rendition", "/Movie", "/Sound", "/Hide", "/SetOCGState", "/GoTo3DView",
    }
)  # fmt: skip
ACTIVE_SUBTYPES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/3D"})


def cleaned(data: bytes) -> bytes:
    """The same pages, written anew without document information, XMP or an open action.

    Raises FileRefused: pdf-encrypted, pdf-active (scripts, launches, files inside), file-broken.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                raise _encrypted()
            if not 0 < len(document.pages) <= MOST_PAGES or len(document.objects) > MOST_OBJECTS:
                raise _broken()
            _drop_harmless(document)
            if any(_acts(one) for one in _dictionaries(document)):
                raise FileRefused(
                    "pdf-active",
                    _(
                        "The PDF contains scripts, links that act, or other files. Please print "
                        "it to a new PDF and upload that."
                    ),
                )
            out = io.BytesIO()
            document.save(out, linearize=False)
            return out.getvalue()
    except pikepdf.PasswordError as locked:
        raise _encrypted() from locked
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as problem:
        raise _broken() from problem


def _drop_harmless(document: pikepdf.Pdf) -> None:
    """A view to open at, names of the author and the program: not worth a refusal."""
    root = document.Root
    opens = root.get("/OpenAction")
    if opens is not None and not _is_action(opens):
        del root["/OpenAction"]
    if isinstance(opens, pikepdf.Dictionary) and opens.get("/S") == "/GoTo":
        del root["/OpenAction"]
    for key in ("/Metadata", "/PieceInfo"):
        if key in root:
            del root[key]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]


def _is_action(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and "/S" in value


def _acts(found: Any) -> bool:
    keys = set(found.keys())
    if keys & ACTIVE_KEYS:
        return True
    if str(found.get("/S", "")) in ACTIVE_ACTIONS:
        return True
    if str(found.get("/Type", "")) == "/Filespec" and "/EF" in keys:
        return True
    return str(found.get("/Subtype", "")) in ACTIVE_SUBTYPES


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, direct ones inside others included, each once."""
    waiting: list[Any] = [document.trailer, *document.objects]
    seen = 0
    while waiting:
        seen += 1
        if seen > 20 * MOST_OBJECTS:
            raise _broken()
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            waiting += [below for _key, below in one.items() if _is_direct(below)]
        elif isinstance(one, pikepdf.Array):
            waiting += [below for below in one if _is_direct(below)]


def _is_direct(value: Any) -> bool:
    """Indirect objects come by themselves from the list of all objects."""
    is_container = isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)
    return is_container and not value.is_indirect


def _encrypted() -> FileRefused:
    return FileRefused(
        "pdf-encrypted",
        _("The PDF is protected by a password. Please save it without one and upload it again."),
    )


def _broken() -> FileRefused:
    return FileRefused(
        "file-broken", _("The PDF cannot be read. Please save or scan it again and upload it.")
    )
