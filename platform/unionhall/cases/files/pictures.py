"""Redrawing pictures: what is kept was made by us from pixels, so nothing else is in it."""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from unionhall.cases.files.refusal import FileRefused

LONGEST_SIDE = 30_000
PREVIEW_SIDE = 1600
FORMATS = {"jpg": "JPEG", "png": "PNG", "bmp": "BMP"}
QUALITY = 90
# A picture takes some bytes per pixel while it is redrawn: so many at once, the others wait.
AT_ONCE = threading.BoundedSemaphore(2)
BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    MemoryError,
    OverflowError,
    IndexError,
    TypeError,
    EOFError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    extension: str
    width: int
    height: int
    preview: bytes


def redrawn(data: bytes, kind: str) -> Picture:
    """The picture the right way up, without EXIF or anything but pixels; a BMP becomes a PNG.

    Raises FileRefused: too-many-pixels (before any pixel is decoded), file-broken.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as opened:
                _check_size(opened)
                with AT_ONCE:
                    opened.load()
                    return _made(_plain(opened, keeps_alpha=kind == "png"), kind)
    except BROKEN as problem:
        raise FileRefused(
            "file-broken",
            _("The picture cannot be read. Please take or save it again and upload it."),
        ) from problem


def _made(picture: Image.Image, kind: str) -> Picture:
    extension = "jpg" if kind == "jpg" else "png"
    return Picture(
        _encoded(picture, extension), extension, picture.width, picture.height, _preview(picture)
    )


def _check_size(opened: Image.Image) -> None:
    width, height = opened.size
    if width * height > settings.MAX_IMAGE_PIXELS or max(width, height) > LONGEST_SIDE:
        raise FileRefused(
            "too-many-pixels",
            _(
                "The picture has too many pixels. Please save it smaller (at most %(most)d"
                " megapixels)."
            )
            % {"most": settings.MAX_IMAGE_PIXELS // 1_000_000},
        )


def _plain(opened: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    """Pixels alone: orientation applied, colours in RGB or grey, no metadata."""
    upright = ImageOps.exif_transpose(opened)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    mode = "RGBA" if keeps_alpha and has_alpha else "L" if upright.mode in {"1", "L"} else "RGB"
    pixels = upright.convert(mode)
    plain = Image.new(mode, pixels.size)
    plain.paste(pixels)
    return plain


def _encoded(picture: Image.Image, extension: str) -> bytes:
    out = io.BytesIO()
    if extension == "jpg":
        picture.save(out, "JPEG", quality=QUALITY)
    else:
        picture.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _preview(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()
