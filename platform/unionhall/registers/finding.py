"""Finding records quickly among a million, whatever is asked and on both databases.

A list may be limited by a scope, by states, by values and by a search. Each of them has an index
of its own, and no database guesses well which to use. So each is counted first, up to FEW: when
one leaves only few records, these are read by id and judged one by one; when none does, what is
asked is so frequent that walking the index of the order meets a page of it soon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionhall.language.model import Register
from unionhall.registers import cells, indexing
from unionhall.registers.models import Record, RecordCell, RecordTerm
from unionhall.registers.rows import MOST_COUNTED, position
from unionhall.registers.selectors import truth
from unionhall.registers.wanting import Wanted

FEW: Final = 2_000
# With filters or a search each record counted has to be looked at: fewer are.
MOST_JUDGED: Final = 1_000
_STEP: Final = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of a page and one more, and how many there are in all, up to a cap; `texts` is what they
    are sorted by."""

    ids: list[int]
    texts: dict[int, str | None]
    count: int
    is_capped: bool = False


def find(register: Register, scope: Q, wanted: Wanted, sort: str, after: str, size: int) -> Found:
    """`sort`: a column, with "-" downwards; "" is the newest first."""
    path = sort.removeprefix("-")
    if path not in cells.sorted_by(register):
        path, sort = "", ""
    down = not path or sort.startswith("-")
    few = few_of(register, scope, wanted, path)
    if few is not None:
        return _of_few(few, path, down, after, size)
    return _walked(register, scope, wanted, path, down, after, size)


def every(register: Register, scope: Q, wanted: Wanted) -> Iterator[int]:
    """Ids of all that match, in the order in which they were made."""
    few = few_of(register, scope, wanted, "")
    if few is not None:
        yield from sorted(few)
        return
    rows, last = _rows(register, scope, wanted), 0
    while True:
        batch = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_STEP])
        yield from batch
        if len(batch) < _STEP:
            return
        last = batch[-1]


def few_of(register: Register, scope: Q, wanted: Wanted, path: str) -> dict[int, str | None] | None:
    """Matching ids with what they are sorted by, when something asked for leaves few records."""
    for ids in _candidates(register, scope, wanted):
        if len(ids) <= FEW:
            return _judged(register, scope, wanted, path, ids)
    return None


def _candidates(register: Register, scope: Q, wanted: Wanted) -> Iterator[list[int]]:
    """Ids by one condition each, FEW and one more at most, the cheap ones first. All are ranges of
    an index but the search, which reads the whole of one: it comes last."""
    mine = Record.objects.filter(register=register.key).order_by().values_list("pk", flat=True)
    if wanted.union is not None:
        yield list(mine.filter(union_id=wanted.union)[: FEW + 1])
    yield list(mine.filter(scope)[: FEW + 1])
    for digests in wanted.digests:
        yield _with_terms(digests)
    if wanted.days and indexing.is_ready(register):
        yield _on_days(register, _narrowed(register, scope, wanted), *wanted.days[0])
    if wanted.states:
        yield list(mine.filter(state__in=wanted.states)[: FEW + 1])
    if wanted.text and indexing.is_ready(register):
        hits = (
            _hits(register, _narrowed(register, scope, wanted))
            .order_by()
            .values_list("record_id", flat=True)
        )
        yield [*hits[: FEW + 1], *_with_terms(wanted.exact)]


def _on_days(register: Register, wanted: Wanted, path: str, first: str, until: str) -> list[int]:
    hits = RecordCell.objects.filter(
        column=cells.name_of(register, path), text__gte=first, text__lt=until
    )
    mine = hits if wanted.union is None else hits.filter(union_id=wanted.union)
    return list(mine.order_by().values_list("record_id", flat=True)[: FEW + 1])


def _with_terms(digests: Sequence[str]) -> list[int]:
    rows = RecordTerm.objects.filter(digest__in=digests).order_by()
    return list(rows.values_list("record_id", flat=True)[: FEW + 1])


def _judged(
    register: Register, scope: Q, wanted: Wanted, path: str, ids: list[int]
) -> dict[int, str | None]:
    """Those of `ids` that match. The conditions stand where no planner can use them to find the
    records in another way."""
    judgement = Q(register=register.key) & wanted.conditions & scope
    hit = _has_exact(wanted) if wanted.exact else Q(pk__in=())
    found: dict[int, str | None] = {}
    # the values are most of a record: read only where something is looked up in them
    is_read = bool(wanted.text) or path not in ("", cells.STATE)
    columns = ("pk", "state", "fits", "is_hit", *(["values"] if is_read else []))
    for first in range(0, len(ids), _STEP):
        rows = Record.objects.filter(pk__in=ids[first : first + _STEP]).annotate(
            fits=truth(judgement), is_hit=truth(hit)
        )
        for pk, state, fits, is_hit, *read in rows.order_by().values_list(*columns):
            values = read[0] if read else {}
            is_found = (
                not wanted.text or is_hit or wanted.text in cells.search_line(register, values)
            )
            if fits and is_found:
                value = state if path == cells.STATE else values.get(path)
                found[pk] = cells.sort_text(value) if path else None
    return found


def _of_few(few: dict[int, str | None], path: str, down: bool, after: str, size: int) -> Found:
    order = sorted(few, key=lambda pk: (few[pk] or "", pk), reverse=down)
    place = position(after)
    if place is not None:
        at = ((place[0] or "") if path else "", place[1])
        order = [
            pk for pk in order if ((few[pk] or "", pk) < at if down else (few[pk] or "", pk) > at)
        ]
    return Found(order[: size + 1], few, len(few))


def _walked(
    register: Register, scope: Q, wanted: Wanted, path: str, down: bool, after: str, size: int
) -> Found:
    rows = _rows(register, scope, wanted)
    cap = MOST_JUDGED if wanted.text or wanted.digests else MOST_COUNTED
    count = rows.order_by().values("pk")[: cap + 1].count()
    if path and count <= min(cap, FEW):
        few = _judged(
            register, scope, wanted, path, list(rows.order_by().values_list("pk", flat=True))
        )
        return _of_few(few, path, down, after, size)
    place = position(after)
    if path and indexing.is_ready(register):
        texts = _sorted(register, scope, wanted, path, down, place, size + 1)
        return Found(list(texts), texts, min(count, cap), count > cap)
    if place is not None:
        rows = rows.filter(pk__lt=place[1])
    ids = list(rows.order_by("-pk").values_list("pk", flat=True)[: size + 1])
    return Found(ids, dict.fromkeys(ids), min(count, cap), count > cap)


def _sorted(
    register: Register,
    scope: Q,
    wanted: Wanted,
    path: str,
    down: bool,
    place: tuple[Any, int] | None,
    size: int,
) -> dict[int, str | None]:
    """The first that match in the order of a column: its index is read from the place on, and what
    comes is judged, in growing portions until there are enough."""
    narrowed = _narrowed(register, scope, wanted)
    cells_ = RecordCell.objects.filter(column=cells.name_of(register, path))
    if narrowed.union is not None:
        cells_ = cells_.filter(union_id=narrowed.union)
    sign = "-" if down else ""
    ordered = cells_.order_by(f"{sign}text", f"{sign}record_id").values_list("text", "record_id")
    at = (place[0], place[1]) if place is not None and isinstance(place[0], str) else None
    found: dict[int, str | None] = {}
    portion = size * 2
    while len(found) < size:
        some = list(_behind(ordered, at, down)[:portion])
        fits = _judged(register, scope, wanted, path, [pk for _text, pk in some])
        found |= {pk: text for text, pk in some if pk in fits}
        if len(some) < portion:
            break
        at, portion = some[-1], min(portion * 3, FEW or portion)
    return dict(islice(found.items(), size))


def _behind(rows: QuerySet[Any], at: tuple[str, int] | None, down: bool) -> QuerySet[Any]:
    if at is None:
        return rows
    side = "lt" if down else "gt"
    beyond = Q(**{f"text__{side}": at[0]}) | Q(**{f"record_id__{side}": at[1]})
    # the first condition alone bounds the range; PostgreSQL would not find it in the OR
    return rows.filter(Q(**{f"text__{side}e": at[0]}) & beyond)


def _rows(register: Register, scope: Q, wanted: Wanted) -> QuerySet[Record]:
    rows = Record.objects.filter(Q(register=register.key) & wanted.conditions & scope)
    if not wanted.text:
        return rows
    own = RecordCell.objects.filter(record=OuterRef("pk"), text__contains=wanted.text)
    # not by equality: SQLite would read the index of the whole column once for each record
    own = own.filter(column__contains=cells.name_of(register, cells.SEARCH))
    hit = Q(Exists(own))
    return rows.filter(hit | _has_exact(wanted) if wanted.exact else hit)


def _hits(register: Register, wanted: Wanted) -> QuerySet[RecordCell]:
    found = RecordCell.objects.filter(
        column=cells.name_of(register, cells.SEARCH), text__contains=wanted.text
    )
    return found if wanted.union is None else found.filter(union_id=wanted.union)


def _has_exact(wanted: Wanted) -> Q:
    return Q(Exists(RecordTerm.objects.filter(record=OuterRef("pk"), digest__in=wanted.exact)))


def _narrowed(register: Register, scope: Q, wanted: Wanted) -> Wanted:
    """With the one union of everything in a scope, when there is only one: cells have an index."""
    if wanted.union is not None:
        return wanted
    unions = Record.objects.filter(scope, register=register.key).order_by()
    first = list(unions.values_list("union_id", flat=True)[:1])
    if not first or first[0] is None or unions.exclude(union_id=first[0])[:1]:
        return wanted
    return replace(wanted, union=first[0])
