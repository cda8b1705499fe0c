"""Reading the lines of a case: page by page, counted, or all of them in portions.

Who may see them is decided with the case. Sensitive values leave here sealed; `cases.sealed`
opens them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from unionhall.cases.models import Case, CaseLine, LineState
from unionhall.cases.selectors import is_key
from unionhall.organisation import naming

PORTION = 1_000
OUT = (LineState.DROPPED,)
# states in which a line still goes the way of its case
STANDING = (LineState.OPEN, LineState.PASSED, LineState.DONE)


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What a list of lines is narrowed to. `digest`: that of the line a whole number names."""

    q: str = ""
    digest: str = ""
    state: str = ""
    blocked: bool = False

    @property
    def condition(self) -> Q:
        wanted = Q()
        if self.q:
            name = naming.plain(self.q) if naming.is_findable(self.q) else ""
            named = Q(name_search__contains=name) if name else Q(pk__in=())
            wanted &= named | Q(digest=self.digest) if self.digest else named
        if self.state:
            wanted &= Q(state=self.state if self.state in LineState.values else "")
        return wanted & Q(is_blocked=True) if self.blocked else wanted


@dataclass(frozen=True, slots=True)
class LinePage:
    """`after`: number to ask with for what follows, `before` for what stands in front; None at
    the ends."""

    lines: list[CaseLine]
    after: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class LineCounts:
    total: int = 0
    open: int = 0
    passed: int = 0
    failed: int = 0
    done: int = 0
    dropped: int = 0
    blocked: int = 0


def lines_of(case: Case) -> QuerySet[CaseLine]:
    return CaseLine.objects.filter(case=case)


def page(
    case: Case,
    wanted: LineFilter,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int = 50,
) -> LinePage:
    """One page in the order of the numbers. One query."""
    rows = lines_of(case).filter(wanted.condition)
    if before is not None:
        found = list(rows.filter(number__lt=before).order_by("-number")[: size + 1])
        shown = found[:size][::-1]
        return LinePage(
            shown,
            shown[-1].number if shown else None,
            shown[0].number if len(found) > size else None,
        )
    if after:
        rows = rows.filter(number__gt=after)
    found = list(rows.order_by("number")[: size + 1])
    shown = found[:size]
    return LinePage(
        shown,
        shown[-1].number if len(found) > size else None,
        shown[0].number if after and shown else None,
    )


def counts(case: Case) -> LineCounts:
    """How many there are by state; `total` without those taken out, `blocked` of all. One query."""
    rows = lines_of(case).order_by().values_list("state", "is_blocked").annotate(n=Count("pk"))
    known: dict[str, int] = dict.fromkeys(LineState.values, 0)
    blocked = 0
    for state, is_blocked, count in rows:
        known[state] += count
        blocked += count if is_blocked else 0
    total = sum(known.values()) - sum(known[state] for state in OUT)
    return LineCounts(total=total, blocked=blocked, **known)


def count(case: Case, wanted: LineFilter) -> int:
    return lines_of(case).filter(wanted.condition).count()


def portions(
    case: Case, states: Collection[str] | None = None, size: int = PORTION
) -> Iterator[list[CaseLine]]:
    """All lines in the order of their numbers, `size` at a time, each portion one query."""
    rows = lines_of(case).select_related("person").order_by("number")
    if states is not None:
        rows = rows.filter(state__in=list(states))
    last = 0
    while some := list(rows.filter(number__gt=last)[:size]):
        yield some
        last = some[-1].number


def by_keys(case: Case, keys: Collection[str]) -> list[CaseLine]:
    """Lines of this case among `keys`, in the order of their numbers; strange keys are none."""
    known = sorted({key for key in keys if is_key(key)})
    found: list[CaseLine] = []
    for start in range(0, len(known), PORTION):
        some = known[start : start + PORTION]
        found += lines_of(case).filter(key__in=some).select_related("person")
    return sorted(found, key=lambda line: line.number)


def by_numbers(case: Case, numbers: Collection[int]) -> list[CaseLine]:
    found: list[CaseLine] = []
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), PORTION):
        some = wanted[start : start + PORTION]
        found += lines_of(case).filter(number__in=some).select_related("person")
    return found


def known_digests(case: Case, digests: Collection[str]) -> set[str]:
    """Which of these lines are in the case."""
    there = lines_of(case).filter(digest__in=list(digests))
    return set(there.values_list("digest", flat=True))
