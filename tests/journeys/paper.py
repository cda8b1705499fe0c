"""Pictures of forms, drawn for the journeys."""

from __future__ import annotations

import io
import os

import pikepdf
from PIL import Image, ImageDraw


def picture(words: str, size: tuple[int, int] = (900, 1200)) -> dict[str, object]:
    """Return an upload (name, type, bytes) of a white sheet with a frame."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, size[0] - 40, size[1] - 40), outline="black", width=6)
    for line in range(12):
        draw.line((90, 200 + line * 70, size[0] - 90, 200 + line * 70), fill="grey", width=2)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return {"name": f"{words}.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def named(name: str, content: bytes) -> dict[str, object]:
    """Any bytes under any name; the type is told by the name's ending, as browsers do."""
    kinds = {"png": "image/png", "jpg": "image/jpeg", "pdf": "application/pdf"}
    kind = kinds.get(name.rpartition(".")[2], "application/octet-stream")
    return {"name": name, "mimeType": kind, "buffer": content}


def large(name: str) -> dict[str, object]:
    """A sound picture of more than six megabytes: noise does not compress."""
    noise = Image.frombytes("RGB", (1500, 1450), os.urandom(1500 * 1450 * 3))
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    return named(name, buffer.getvalue())


def photo_with_place(name: str) -> dict[str, object]:
    """A photograph that says in its EXIF part who took it and where."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    exif[0x0112] = 6
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(buffer, "JPEG", exif=exif)
    return named(name, buffer.getvalue())


def pdf_with_script() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
