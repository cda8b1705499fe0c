"""Extract message ids from code and templates in pure Python (no GNU gettext needed)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.layout import tree

WORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# (context, singular)
Message = tuple[str | None, str]


def _messages(source: str) -> Iterator[Message]:
    found = extract("python", io.BytesIO(source.encode()), keywords=WORDS)
    for _line, text, _comments, context in found:
        singular = text[0] if isinstance(text, tuple) else text
        if singular:
            yield context, singular


def of_template(source: str) -> Iterator[Message]:
    # templatize keeps the template's indentation, which is not Python's
    flat = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    yield from _messages(flat)


def used() -> dict[Message, list[str]]:
    """Every message the product can say -> the files that say it."""
    found: dict[Message, list[str]] = {}
    for path in tree.files():
        if path.parts[0] not in {"platform", "permissions", "templates"}:
            continue
        if path.suffix == ".py" and "migrations" not in path.parts:
            messages = _messages(tree.read(path))
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            messages = of_template(tree.read(path))
        else:
            continue
        for message in messages:
            found.setdefault(message, []).append(str(path))
    return found


def catalogues() -> dict[Path, Catalog]:
    paths = [p for p in tree.files() if p.suffix == ".po" and "zh_Hans" in p.parts]
    return {path: _load(path) for path in paths}


def _load(path: Path) -> Catalog:
    with (tree.ROOT / path).open("rb") as stream:
        return read_po(stream, locale="zh_Hans", abort_invalid=True)
