"""The rows of a list as a file shows them: worded and masked by the same words as the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework.export_list import Opened
from unionhall.forms.surroundings import surroundings
from unionhall.language.model import Column, Register
from unionhall.people.models import User
from unionhall.registers.rows import Row
from unionhall.web.records import cells
from unionhall.workbooks import exports, real

AT_ONCE = 100


def write(opened: Opened, rows: Iterable[Row], out: IO[bytes], *, by: User) -> int:
    """Write the file in the wanted format; how many rows."""
    columns = [
        exports.Column(one.title, kind=_kind(opened.register, one))
        for one in cells.headed(opened.register, opened.listing)
    ]
    texts = _texts(opened, rows)
    if opened.wish.format == exports.CSV:
        return exports.write_csv(columns, texts, out)
    return exports.write(columns, texts, out, title=opened.listing.title, notes=_notes(opened, by))


def _kind(register: Register, column: Column) -> str:
    """Days and amounts are more than texts; what is masked is none."""
    if column.mask or column.key in (cells.STATE, cells.UNION):
        return ""
    kind = cells.control_of(register, column.key).kind
    return kind if kind in (real.DATE, real.MONEY, real.NUMBER) else ""


def file_name(opened: Opened) -> str:
    """`花名册-20261121-1030.xlsx`: no sign that a file system does not take."""
    title = "".join(sign if sign.isalnum() else "-" for sign in opened.listing.title)[:60]
    return f"{title}-{timezone.localtime():%Y%m%d-%H%M}.{opened.wish.format}"


def _texts(opened: Opened, rows: Iterable[Row]) -> Iterator[list[str]]:
    context, waiting = surroundings(), iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield from cells.texts(opened.register, opened.listing, some, context)


def _notes(opened: Opened, by: User) -> list[tuple[str, str]]:
    """Whose copy this is, so that one that turns up somewhere can be traced (E-52)."""
    moment = timezone.localtime()
    return [
        (_("List"), opened.listing.title),
        (_("Exported by"), str(by)),
        (_("Exported at"), f"{moment:%Y-%m-%d %H:%M}"),
        *((str(label), str(text)) for label, text in opened.wish.words),
    ]
