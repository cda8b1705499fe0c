"""What the registers answered when the case was submitted: each fact in words, with its source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.definitions import selectors as definitions
from unionhall.forms.control import RenderContext
from unionhall.forms.wording import words
from unionhall.language.model import Fact, Register
from unionhall.reports.case_page import CasePage
from unionhall.web.records.cells import control_of


def of(page: CasePage, context: RenderContext) -> list[dict[str, str]]:
    """Facts asked of registers that have a title; core tables show in the answers already."""
    submission = page.submission
    if submission is None:
        return []
    found = []
    for fact in page.process.facts:
        register = _register(fact.source)
        if register is None or fact.key not in submission.facts:
            continue
        when = submission.submitted_at
        found.append(
            {
                "title": register.title,
                "text": _text(fact, submission.facts[fact.key], register, context),
                "source": _("asked when it was submitted, {at:%Y-%m-%d}").format(at=when),
            }
        )
    return found


def _register(key: str) -> Register | None:
    try:
        return definitions.register(key)
    except definitions.NotPublished:
        return None


def _text(fact: Fact, value: Any, register: Register, context: RenderContext) -> str:
    if value is None:
        return _("no answer")
    if fact.op == "exists":
        return _("on record") if value else _("nothing on record")
    if fact.op == "first" and isinstance(value, dict):
        return _(", ").join(_columns(value, register, context))
    if fact.op == "list" and isinstance(value, list):
        return ngettext("%(count)d entry", "%(count)d entries", len(value)) % {"count": len(value)}
    if fact.op == "sum" and fact.column:
        return words(control_of(register, fact.column), value, context)
    return str(value)


def _columns(record: dict[str, Any], register: Register, context: RenderContext) -> list[str]:
    return [
        words(control_of(register, column.key), record.get(column.key), context)
        for column in register.columns
        if record.get(column.key) not in (None, "")
    ]
