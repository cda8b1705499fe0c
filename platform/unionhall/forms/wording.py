"""One stored value as the words people read: titles of choices, yuan, dates, names, masks.

Used wherever a value is shown and not typed: facts in a form, the check page, the case page.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from unionhall.forms.control import Control, RenderContext
from unionhall.forms.fields import address, boolean, date, money, number, options
from unionhall.language.masks import mask

_REFERENCES = ("union-ref", "unit-ref", "person-ref", "record-ref")


def words(control: Control, value: Any, context: RenderContext) -> str:
    """`value` of `control` as text, masked where it is sensitive; "" when absent."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if control.sensitive and isinstance(value, str):
        return str(mask(value, control.sensitive))
    if isinstance(value, list):
        return _("; ").join(words(control, item, context) for item in value)
    if isinstance(value, bool):
        return boolean.spoken(value)
    return _scalar(control, value, context)


def _scalar(control: Control, value: Any, context: RenderContext) -> str:
    leaf = control.leaf.get("items", control.leaf)
    format_ = leaf.get("format", "")
    title = options.title_of(options.of_schema(control.leaf), value)
    if title is not None:
        return title
    if control.codelist and format_ != "region":
        return _code_title(control.codelist, str(value), context)
    if format_ == "money":
        return f"¥{money.yuan(value)}" if isinstance(value, int) else str(value)
    if format_ == "date":
        return date.spoken(value)
    if format_ == "region":
        return region_text(control, str(value), context)
    if format_ == "file":
        return _file_name(control, str(value), context)
    if format_.startswith(_REFERENCES):
        return context.names(format_, str(value)) or _("(no longer registered)")
    return number.shown(value)


def _code_title(key: str, code: str, context: RenderContext) -> str:
    """The title of a code, also of one that is no longer offered."""
    codes = context.codes(key)
    items = codes.items if codes else ()
    return next((item.title for item in items if item.code == code), code)


def region_text(control: Control, code: str, context: RenderContext) -> str:
    """`鹭湾市 思江区`: titles from the outermost region to the one meant."""
    codes = context.codes(address.codelist_of(control))
    items = {item.code: item for item in codes.items} if codes else {}
    titles: list[str] = []
    item = items.get(code)
    while item is not None and len(titles) < 8:
        titles.insert(0, item.title)
        item = items.get(item.parent) if item.parent else None
    return " ".join(titles) or code


def _file_name(control: Control, key: str, context: RenderContext) -> str:
    names = {file.key: file.name for file in context.files(control.path)}
    return names.get(key, _("(file removed)"))
