"""Whom to call at a union, by matter group or about anything (J1-42, J1-43)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy

from unionhall import audit
from unionhall.casework.unions import fields, parties
from unionhall.casework.unions.fields import Field
from unionhall.definitions import selectors as definitions
from unionhall.engine.problem import Problem
from unionhall.organisation import store
from unionhall.organisation.models import Union
from unionhall.people.models import User

MOST: Final = 20
FIELDS: Final = (
    Field("name", gettext_lazy("Contact person")),
    Field("phones", gettext_lazy("Telephone"), "phone", 120, is_required=True),
    Field("hours", gettext_lazy("Hours"), longest=80),
)


def set_contacts(
    union_key: str, rows: Iterable[Mapping[str, Any]], *, by: User, now: datetime
) -> Union:
    """Replace them all. A row without anything in it is left out; its `matter_group` is that of
    a published one or empty. Raises NotYours, Invalid (paths are `<row>.<field>`)."""
    with transaction.atomic():
        union = parties.managed(union_key, by)

        known, problems, kept = definitions.matter_groups(), list[Problem](), []
        for number, row in enumerate(rows):
            names = [field.name for field in FIELDS]
            if number >= MOST or not any(str(row.get(name) or "").strip() for name in names):
                continue
            prefix = f"{number}."
            posted = {prefix + name: row.get(name) or "" for name in names}
            values = fields.read(FIELDS, posted, problems, prefix)
            group = str(row.get("matter_group") or "")
            kept.append({**values, "matter_group": group if group in known else ""})
        fields.check(problems)

        before = _words(union)
        store.set_contacts(union, kept)
        after = _words(union)
        if before != after:
            store.log_change(union, "contacts", before, after, by=by, now=now)
            about = f"union:{union.key}"
            audit.record("union", by=by, now=now, about=about, values={"deed": "contacts"})
    return union


def _words(union: Union) -> str:
    return "; ".join(
        " ".join(part for part in (row.matter_group, row.name, row.phones, row.hours) if part)
        for row in union.contacts.order_by("order")
    )
