"""One row of a list in words. Masks are those of the list and of the column's own schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from unionhall.forms.control import RenderContext
from unionhall.forms.wording import words
from unionhall.language.masks import mask
from unionhall.language.model import Column, RecordList, Register
from unionhall.registers import columns as typed
from unionhall.registers.rows import Row
from unionhall.web.office.findings import column_control


def titles(register: Register, listing: RecordList) -> list[str]:
    return [*(column.title for column in listing.columns), _("State")]


def texts(register: Register, listing: RecordList, row: Row, context: RenderContext) -> list[str]:
    values = typed.unsealed(register, row.values)
    shown = [_text(column, values.get(column.key), register, context) for column in listing.columns]
    return [*shown, state(register, row.state)]


def state(register: Register, key: str) -> str:
    known = register.state_titles.get(key)
    words = {"active": _("in force"), "void": _("void"), "closed": _("closed")}
    return known.title if known else words.get(key, key)


def _text(column: Column, value: Any, register: Register, context: RenderContext) -> str:
    if column.mask and isinstance(value, str):
        return mask(value, column.mask)
    return words(column_control(register, column.key), value, context)
