"""Pictures of forms, drawn for the journeys."""

from __future__ import annotations

import io

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
