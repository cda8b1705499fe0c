"""The applications of one person, of all processes, in five tabs (X1-59)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet

from unionhall.cases import entries, selectors
from unionhall.cases.models import Case, CaseStatus
from unionhall.definitions.selectors import process_of
from unionhall.people.models import User
from unionhall.reports.paging import CAP, PAGE_SIZE, Count, after, capped, cut

Tab = Literal["todo", "in_progress", "completed", "rejected", "all"]
TABS: tuple[Tab, ...] = ("todo", "in_progress", "completed", "rejected", "all")
# domain.md 0.3; what is due at a stage is to be done like a draft, though the case is under way
TODO = (CaseStatus.DRAFT, CaseStatus.WITHDRAWN, CaseStatus.RETURNED)
STATUSES: dict[str, tuple[CaseStatus, ...]] = {
    "todo": (*TODO, CaseStatus.IN_PROGRESS),
    "in_progress": (CaseStatus.IN_PROGRESS,),
    "completed": (CaseStatus.COMPLETED,),
    "rejected": (CaseStatus.REJECTED,),
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """`status` is the stable key, `stage` the title of the stage (empty outside of one); `is_due`:
    something is due there from him."""

    key: str
    number: str
    process: str
    title: str
    summary: tuple[str, ...]
    status: str
    stage: str
    union: str
    created_at: datetime
    submitted_at: datetime | None
    changed_at: datetime
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class MyCases:
    tab: Tab
    rows: tuple[CaseRow, ...]
    next: str
    counts: Mapping[str, Count]


def my_cases(user: User, tab: str = "todo", search: str = "", cursor: str = "") -> MyCases:
    """Newest change first. `search` looks into number, summary and title (X1-58, X1-60).

    Two queries: the statuses of his cases, counted here up to a cap, and the page.
    """
    chosen: Tab = next((one for one in TABS if one == tab), "todo")
    own = _searched(_own(user), search)
    rows, following = _page(_tab(own, chosen), cursor)
    return MyCases(chosen, rows, following, _counts(own))


def history(user: User, process_key: str, cursor: str = "") -> MyCases:
    """One person's applications for one process, whatever became of them (X1-25). Two queries."""
    own = _own(user).filter(process=process_key)
    rows, following = _page(own, cursor)
    return MyCases("all", rows, following, {"all": capped(own)})


def _own(user: User) -> QuerySet[Case]:
    return selectors.standing().filter(starter_id=user.pk)


def _tab(own: QuerySet[Case], tab: Tab) -> QuerySet[Case]:
    if tab == "todo":
        return own.filter(waiting())
    statuses = STATUSES.get(tab)
    return own if statuses is None else own.filter(status__in=statuses, is_due=False)


def waiting() -> Q:
    """What waits for the applicant: his to finish, or something due at a stage."""
    return Q(status__in=TODO) | Q(status=CaseStatus.IN_PROGRESS, is_due=True)


def _counts(own: QuerySet[Case]) -> dict[str, Count]:
    """All five tabs by one look at an index. Beyond the cap nobody counts any more."""
    most = CAP * len(TABS)
    statuses = Counter(own.order_by().values_list("status", "is_due")[: most + 1])
    is_capped = statuses.total() > most
    found: dict[str, Count] = {}
    for tab in TABS:
        value = sum(
            count for (status, is_due), count in statuses.items() if _is_in(tab, status, is_due)
        )
        found[tab] = Count(min(value, CAP), is_capped or value > CAP)
    return found


def _is_in(tab: Tab, status: str, is_due: bool) -> bool:
    if tab == "all":
        return True
    return (tab == "todo") is (is_due or status in TODO) and status in STATUSES[tab]


def _searched(own: QuerySet[Case], search: str) -> QuerySet[Case]:
    for word in search.replace("\x00", "").split()[:5]:
        own = own.filter(
            Q(number__startswith=word.upper())
            | Q(search__icontains=word)
            | Q(title__icontains=word)
        )
    return own


def _page(own: QuerySet[Case], cursor: str) -> tuple[tuple[CaseRow, ...], str]:
    ordered = after(own, "changed_at", cursor, descending=True)
    rows = ordered.select_related("union", "revision__document")[: PAGE_SIZE + 1]
    shown, following = cut(list(rows), "changed_at")
    return tuple(_row(case) for case in shown), following


def _row(case: Case) -> CaseRow:
    stage = ""
    if case.stage and case.status == CaseStatus.IN_PROGRESS:
        stage = entries.stage_title(process_of(case.revision), case.stage)
    return CaseRow(
        key=case.key,
        number=case.number or "",
        process=case.process,
        title=case.title,
        summary=tuple(case.summary),
        status=case.status,
        stage=stage,
        union=case.union.name if case.union else "",
        created_at=case.created_at,
        submitted_at=case.submitted_at,
        changed_at=case.changed_at,
        is_due=case.is_due,
    )
