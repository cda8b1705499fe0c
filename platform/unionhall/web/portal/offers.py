"""What a picker offers, in words: masked cells, what cannot be taken and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from unionhall.engine.paths import read
from unionhall.language.masks import mask
from unionhall.language.model import Column, Lookup
from unionhall.reports.case_page import CasePage
from unionhall.reports.lookups import Picker
from unionhall.web.portal import consents

SEARCH = "search"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    text: str


def shown(work: CasePage, found: Picker, *, asked: bool = False) -> dict[str, Any]:
    """Return lists with their rows, and the consent that would open more."""
    lookup = found.lookup
    chosen = read(work.state.values, lookup.path)
    lists = [
        _list(lookup, one.list.key, one.list.title, one.rows, chosen)
        for one in found.lists
        if one.consent is None
    ]
    if found.found is not None:
        # Columns that say where a row comes from mean nothing for what a search finds (X1-45).
        lists.append(_list(lookup, SEARCH, _("Found by name"), found.found, chosen))
    closed = next((one for one in found.lists if one.consent is not None), None)
    consent = closed.consent if closed else None
    return {
        "lists": lists,
        "consent": consents.one(consent, given=False, must=asked) if consent else None,
        "consent_title": closed.list.title if closed else "",
    }


def _list(
    lookup: Lookup, key: str, title: str, rows: tuple[Row, ...], chosen: Any
) -> dict[str, Any]:
    columns = _columns(lookup, key)
    is_search = key == SEARCH
    return {
        "key": key,
        "title": title,
        "columns": columns,
        "found": is_search,
        "empty": (lookup.empty or _("Nothing found.")) if is_search else _("Nothing registered."),
        "rows": [
            {
                "value": f"{key}|{row['id']}",
                "cells": [Cell(column.title, spoken(column, row)) for column in columns],
                "chosen": row["id"] == chosen,
                "refused": refused(lookup, row),
            }
            for row in rows
        ],
    }


def _columns(lookup: Lookup, key: str) -> tuple[Column, ...]:
    return tuple(c for c in lookup.columns if key != SEARCH or c.key != "source")


def cells(lookup: Lookup, row: Row) -> list[Cell]:
    return [Cell(column.title, spoken(column, row)) for column in lookup.columns]


def spoken(column: Column, row: Row) -> str:
    """Return one cell as text, masked where the definition says so."""
    value = row.get(column.key)
    if value in (None, ""):
        return ""
    return str(mask(str(value), column.mask)) if column.mask else str(value)


def refused(lookup: Lookup, row: Row) -> str:
    """Return why a row cannot be taken: the sentence of the first column it lacks."""
    return next((text for column, text in lookup.require if not row.get(column)), "")


def row_of(found: Picker, source: str, name: str) -> Row | None:
    """Return the row that was posted, if it is (still) offered."""
    if source == SEARCH:
        rows: tuple[Row, ...] = found.found or ()
    else:
        rows = next((o.rows for o in found.lists if o.list.key == source and not o.consent), ())
    return next((row for row in rows if str(row["id"]) == name), None)
