"""What an export is asked for, read from the names a list's own page uses in its address."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from unionhall.casework.export_list import FORMATS, Wish
from unionhall.language.model import RecordList, Register

LONGEST = 120
MOST = 20


def read(register: Register, listing: RecordList, data: QueryDict) -> Wish:
    """Unknown names are passed over; values that are none match nothing, as on the page."""
    filters = {}
    for name in dict.fromkeys((*listing.filters, "state", "union")):
        values = [_clean(one) for one in data.getlist(name)[:MOST]]
        if any(values):
            filters[name] = [one for one in values if one]
    q, sort, format_ = (_clean(data.get(name, "")) for name in ("q", "sort", "format"))
    titles = {column.key: column.title for column in listing.columns}
    titles |= {"state": _("State"), "union": _("Union")}
    words = [(titles.get(name, name), _("; ").join(values)) for name, values in filters.items()]
    return Wish(
        register=register.key,
        listing=listing.key,
        filters=filters,
        q=q,
        sort=sort,
        format=format_ if format_ in FORMATS else FORMATS[0],
        words=[*words, *([(_("Search"), q)] if q else [])],
    )


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()[:LONGEST]
