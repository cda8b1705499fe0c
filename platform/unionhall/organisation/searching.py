"""Finding unions and units by any part of the name, by initials, by credit code.

Three kinds of hit, best first: the name begins with the text (the name itself before all), the
initials or the code begin with it, it stands anywhere in the line that is searched. Each kind is
read in the order of an index and only until there is enough, so common words stop early and rare
ones cost one pass over a narrow index.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from unionhall.organisation import naming
from unionhall.organisation.models import Union, Unit

Row = TypeVar("Row", bound=Model)
MOST = 100
FEW = 500
LAST = "\U0010ffff"


def search_unions(
    text: str,
    *,
    kinds: Collection[str] | None = None,
    region: str | None = None,
    limit: int = 20,
    after: str | None = None,
    within: Q | None = None,
    with_closed: bool = False,
) -> list[Union]:
    """Unions that match; no district is needed (J1-44). Blank text finds nothing.

    `region`: the beginning of a region code. `within`: a condition of the caller's scope.
    `after`: the `cursor` of the last row of the page before. Dissolved ones only on request.
    """
    rows: QuerySet[Union] = Union.objects.order_by()
    if not with_closed:
        rows = rows.filter(is_active=True)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    if region:
        rows = rows.filter(region__startswith=region)
    if within is not None:
        rows = rows.filter(within)
    return _search(rows, text, limit, after)


def search_units(
    text: str, limit: int = 20, *, region: str | None = None, after: str | None = None
) -> list[Unit]:
    """Units that match, with their union; as `search_unions`."""
    rows: QuerySet[Unit] = Unit.objects.order_by().select_related("union")
    if region:
        rows = rows.filter(region__startswith=region)
    return _search(rows, text, limit, after)


def cursor(row: Any) -> str:
    """Where the next page begins, for a row that a search answered."""
    return f"{row.hit}-{row.pk}"


def _search(rows: QuerySet[Row], text: str, limit: int, after: str | None) -> list[Row]:
    wanted = naming.plain(text) if naming.is_findable(text) else ""
    if not wanted or limit < 1:
        return []
    first, last = _read_cursor(rows, after)
    found: list[Row] = []
    for hit, (order, condition) in enumerate(_kinds(wanted)):
        if hit < first or len(found) >= limit or (hit == 2 and found and _is_code(wanted)):
            continue
        page = rows.filter(condition)
        if last is not None and hit == first:
            value = getattr(last, order)
            page = page.filter(Q(**{f"{order}__gt": value}) | Q(**{order: value}, pk__gt=last.pk))
        if hit == 2 and connection.vendor == "postgresql":
            page = _few(page)
        for row in page.order_by(order, "pk")[: min(limit, MOST) - len(found)]:
            row.hit = hit  # type: ignore[attr-defined]
            found.append(row)
    return found


def _kinds(wanted: str) -> list[tuple[str, Q]]:
    """(order, condition) of each kind of hit; no row is of two kinds."""
    is_start = Q(search__startswith=wanted)
    second, nothing = _second(wanted), Q(pk__in=())
    inside = Q(search__contains=wanted) & ~is_start
    if second is None:
        return [("search", _begins("search", wanted)), ("pk", nothing), ("search", inside)]
    column, text = second
    inside &= ~Q(**{f"{column}__startswith": text})
    return [
        ("search", _begins("search", wanted)),
        (column, _begins(column, text) & ~is_start),
        ("search", inside),
    ]


def _few(page: QuerySet[Row]) -> QuerySet[Row]:
    """PostgreSQL would walk the index for a text that hardly occurs and fetch each row by itself
    (a second for 180,000). Unordered, it reads the table once, and stops early for common text."""
    ids = list(page.order_by().values_list("pk", flat=True)[:FEW])
    return page if len(ids) == FEW else page.filter(pk__in=ids)


def _second(wanted: str) -> tuple[str, str] | None:
    """The column beside the name that a text of ASCII signs may begin: code or initials."""
    if not wanted.isascii():
        return None
    is_code = any(sign.isdecimal() for sign in wanted)
    return ("code", wanted.upper()) if is_code else ("initials", wanted)


def _is_code(wanted: str) -> bool:
    """Long enough to mean one: where a code begins so, none is looked for inside others."""
    return wanted.isascii() and len(wanted) >= 8 and any(sign.isdecimal() for sign in wanted)


def _begins(column: str, wanted: str) -> Q:
    """SQLite takes an index for bounds only; PostgreSQL orders by the locale, so bounds could
    miss rows there, and it has an index made for LIKE."""
    condition = Q(**{f"{column}__startswith": wanted})
    if connection.vendor == "sqlite":
        condition &= Q(**{f"{column}__gte": wanted, f"{column}__lt": wanted + LAST})
    return condition


def _read_cursor(rows: QuerySet[Row], after: str | None) -> tuple[int, Row | None]:
    """A cursor nobody of ours wrote begins at the beginning."""
    hit, _, pk = (after or "").partition("-")
    if not (hit in {"0", "1", "2"} and pk.isascii() and pk.isdecimal() and len(pk) < 18):
        return 0, None
    last = rows.model._default_manager.filter(pk=int(pk)).first()
    return (int(hit), last) if last else (0, None)
