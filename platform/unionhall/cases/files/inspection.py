"""What may come in: by content, never by name. Pictures are redrawn, PDFs searched through.

What leaves here is safe to show: type and extension agree, no EXIF, no script. A refusal says
how to repair. Materials: jpg png bmp pdf (safety.md, files).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import filetype
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from unionhall.cases.files import pdfs, pictures
from unionhall.cases.files.refusal import FileRefused

__all__ = ["FileRefused", "Inspected", "inspect"]

PDF = "pdf"
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", PDF: "application/pdf"}
ALIASES = {"jpeg": "jpg", "jfif": "jpg"}
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Inspected:
    """`data` is what is kept (not what came); `preview` a JPEG of at most 1600 px, None for PDF.

    `name` has the extension of the content; `note` says so when it had to be corrected.
    """

    data: bytes = field(repr=False)
    name: str
    extension: str
    media_type: str
    digest: str
    width: int | None = None
    height: int | None = None
    preview: bytes | None = field(default=None, repr=False)
    note: str = ""


def inspect(upload: Any, accept: Collection[str], max_bytes: int) -> Inspected:
    """Read an upload (`name`, `size`, `read`) as one of the extensions in `accept`.

    Raises FileRefused: empty-file, file-too-large, file-type, file-broken, too-many-pixels,
    pdf-encrypted, pdf-active.
    """
    limit = filesizeformat(max_bytes)
    data = upload.read(max_bytes + 1) if (upload.size or 0) <= max_bytes else b""
    if (upload.size or 0) > max_bytes or len(data) > max_bytes:
        raise FileRefused(
            "file-too-large",
            _("The file is larger than %(limit)s. Please make it smaller and upload it again.")
            % {"limit": limit},
        )
    if not data:
        raise FileRefused("empty-file", _("The file is empty. Please choose another one."))
    kind = _kind(data)
    if kind is None or kind not in accept:
        raise FileRefused(
            "file-type",
            _("This kind of file is not accepted. Please upload one of: %(kinds)s.")
            % {"kinds": "、".join(accept)},
        )
    if kind == PDF:
        clean = pdfs.cleaned(data)
        return _made(clean, PDF, upload.name, kind)
    picture = pictures.redrawn(data, kind)
    return _made(
        picture.data,
        picture.extension,
        upload.name,
        kind,
        width=picture.width,
        height=picture.height,
        preview=picture.preview,
    )


def _kind(data: bytes) -> str | None:
    """The extension of the content by its first bytes; the decoder has the last word."""
    guess = filetype.guess(data[:4096])
    if guess is None:
        return None
    found = str(guess.extension)
    return ALIASES.get(found, found)


def _made(data: bytes, extension: str, name: object, kind: str, **more: Any) -> Inspected:
    stem, given = _name(name)
    is_right = ALIASES.get(given, given) in (kind, extension)
    note = (
        ""
        if is_right
        else _("The content of the file is %(kind)s, so its name ends in .%(kind)s now.")
        % {"kind": extension}
    )
    return Inspected(
        data=data,
        name=f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}",
        extension=extension,
        media_type=MEDIA_TYPES[extension],
        digest=hashlib.sha256(data).hexdigest(),
        note=note,
        **more,
    )


def _name(name: object) -> tuple[str, str]:
    """Stem and extension of a name that came from outside, fit to be shown and stored."""
    text = str(name or "").replace("\\", "/").encode("utf-8", "ignore").decode()
    path = PurePath("".join(c for c in text if c.isprintable()).rpartition("/")[2].strip() or "-")
    stem = path.stem.strip(". ") or _("file")
    return stem, path.suffix.removeprefix(".").lower()
