"""Changes of the register in words: fields by their titles, choices by their words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework.unions import fields
from unionhall.definitions import selectors as definitions
from unionhall.organisation.models import UnionChange
from unionhall.reports.unions import words


def told(change: UnionChange) -> dict[str, str]:
    known = _known().get(change.field)
    if known is None:
        title, before, after = _other(change)
    else:
        title = str(known.title)
        before, after = words(known, change.before), words(known, change.after)
    return {
        "title": title,
        "before": before,
        "after": after,
        "by": str(change.by),
        "at": f"{timezone.localtime(change.at):%Y-%m-%d %H:%M}",
    }


def matter_groups() -> dict[str, str]:
    """Titles of the published matter groups by key; the empty key is "anything"."""
    groups = {key: group.title for key, group in definitions.matter_groups().items()}
    return {"": _("Anything"), **groups}


def _known() -> dict[str, fields.Field]:
    of_union = {field.name: field for field in (*fields.BASICS, *fields.CONDUCT)}
    return of_union | {fields.PREFIX + field.name: field for field in fields.UNIT}


def _other(change: UnionChange) -> tuple[str, str, str]:
    titles = {
        "parent": _("Higher union"),
        "unit": _("Unit"),
        "unit.union": _("Unit"),
        "contacts": _("Contacts"),
        "is_active": _("In force"),
        "closed_on": _("Dissolved on"),
        "merged_into": _("Merged into"),
    }
    truth = {"True": _("yes"), "False": _("no"), "": "—"}
    before, after = (truth.get(text, text) for text in (change.before, change.after))
    return titles.get(change.field, _("Other")), before, after
