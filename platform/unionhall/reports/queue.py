"""The queue of one process for one officer: waiting, done, returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.utils import timezone

from unionhall.cases.models import Case, Task
from unionhall.definitions import selectors as definitions
from unionhall.engine.route import codename
from unionhall.language.model import Process
from unionhall.people.models import User
from unionhall.reports.paging import PAGE_SIZE, Count, after, capped, cut
from unionhall.reports.standing import Reach, of_verbs, reach
from unionhall.reports.tallies import Place, tally

Tab = Literal["waiting", "done", "returned"]
TABS: tuple[Tab, ...] = ("waiting", "done", "returned")
# What a row shows, and no more: answers and definitions are long, and five models a row cost
# more than reading them.
SHOWN = (
    *("pk", "stage", "outcome", "entered_at", "done_at"),
    *(f"case__{one}" for one in ("key", "number", "title", "summary", "status", "version")),
    "case__submitted_at",
    *("case__union__name", "case__starter__username", "case__starter__person__name"),
    *("case__revision_id", "case__revision__digest"),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """`text` is looked for in number and summary, `union` in the name of the case's union,
    days are inclusive and about the task (entered, or done on the other tabs)."""

    text: str = ""
    union: str = ""
    stage: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One task. `stage` and `outcome` are titles; `done_at` is None on the waiting tab.

    `bulk`: (key, title) of the actions that may be pressed on many ticked cases at once.
    """

    task_id: int
    case_key: str
    version: int
    number: str
    title: str
    summary: tuple[str, ...]
    union: str
    stage: str
    status: str
    starter: str
    submitted_at: datetime | None
    entered_at: datetime
    done_at: datetime | None
    outcome: str
    bulk: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """`counts` by tab, without the filters; `found` with them."""

    tab: Tab
    rows: tuple[QueueRow, ...]
    next: str
    found: Count
    counts: Mapping[str, Count]
    stages: tuple[tuple[str, str], ...]


def queue(
    user: User,
    process_key: str,
    tab: str = "waiting",
    filters: Filters | None = None,
    cursor: str = "",
) -> Queue:
    """A page of tasks addressed to this user, oldest first while they wait, else newest first.

    An unknown process or tab, or no grant, is an empty queue.
    """
    try:
        _revision, process = definitions.current_process(process_key)
    except definitions.NotPublished:
        return _nothing(_known(tab))
    return queue_of(user, process, tab, filters, cursor)


def queue_of(
    user: User,
    process: Process,
    tab: str = "waiting",
    filters: Filters | None = None,
    cursor: str = "",
) -> Queue:
    """`queue` for who has read the process already. Two queries, three with filters."""
    chosen = _known(tab)
    verbs = {codename(process, a.permission) for stage in process.stages for a in stage.actors}
    found = of_verbs(reach(user, process.matter_group), verbs)
    stages = tuple((stage.key, stage.title) for stage in process.stages if stage.actors)
    if not found:
        return _nothing(chosen, stages)
    tasks = Task.objects.filter(process=process.key)
    tallied = tally([Place(process.key, found, one) for one in TABS])
    counts: dict[str, Count] = dict(zip(TABS, tallied, strict=True))
    criteria = filters or Filters()
    wanted = _filtered(tab_of(tasks, chosen), criteria, chosen)
    rows, following = _page(wanted, found, chosen, cursor)
    total = counts[chosen]
    if criteria != Filters():
        total = capped(wanted.filter(found.condition))
    return Queue(chosen, tuple(_row(one) for one in rows), following, total, counts, stages)


def _known(tab: str) -> Tab:
    return next((one for one in TABS if one == tab), "waiting")


def tab_of(tasks: QuerySet[Task], tab: Tab) -> QuerySet[Task]:
    """Each tab is one partial index. A task that ended without anybody deciding is in none."""
    if tab == "waiting":
        return tasks.filter(done_at=None)
    if tab == "returned":
        return tasks.filter(is_awaited=True)
    return tasks.filter(done_at__isnull=False).exclude(outcome="")


def _page(wanted: QuerySet[Task], found: Reach, tab: Tab, cursor: str) -> tuple[list[Any], str]:
    field, newest_first = ("entered_at", False) if tab == "waiting" else ("done_at", True)
    ordered = after(wanted, field, cursor, descending=newest_first)
    rows = found.first(ordered, PAGE_SIZE + 1).values_list(*SHOWN, named=True)
    return cut(list(rows[: PAGE_SIZE + 1]), field)


def _filtered(tasks: QuerySet[Task], filters: Filters, tab: Tab) -> QuerySet[Task]:
    for word in filters.text.replace("\x00", "").split()[:5]:
        tasks = tasks.filter(_said(word))
    if filters.union:
        tasks = tasks.filter(case__union__name__icontains=filters.union)
    if filters.stage:
        tasks = tasks.filter(stage=filters.stage)
    field = "entered_at" if tab == "waiting" else "done_at"
    if filters.since:
        tasks = tasks.filter(**{f"{field}__gte": _start_of(filters.since)})
    if filters.until and filters.until < date.max:
        tasks = tasks.filter(**{f"{field}__lt": _start_of(filters.until + timedelta(days=1))})
    return tasks


def _said(word: str) -> Q:
    """A whole number is one row of an index; anything else is looked for in what lists show."""
    if word.isascii() and Case.objects.filter(number=word.upper()).exists():
        return Q(case__number=word.upper())
    return Q(case__search__icontains=word)


def ticked(user: User, process: Process, tasks: Collection[int]) -> tuple[QueueRow, ...]:
    """Those of these tasks that wait for this user, in the order of the queue. One query."""
    verbs = {codename(process, a.permission) for stage in process.stages for a in stage.actors}
    found = of_verbs(reach(user, process.matter_group), verbs)
    if not found or not tasks:
        return ()
    waiting = tab_of(Task.objects.filter(process=process.key, pk__in=list(tasks)), "waiting")
    rows = waiting.filter(found.condition).order_by("entered_at", "pk")
    return tuple(_row(one) for one in rows.values_list(*SHOWN, named=True))


def first_waiting(user: User, process: Process) -> str:
    """Key of the case that waits longest for this user, "" when none does. One query."""
    verbs = {codename(process, a.permission) for stage in process.stages for a in stage.actors}
    found = of_verbs(reach(user, process.matter_group), verbs)
    if not found:
        return ""
    waiting = tab_of(Task.objects.filter(process=process.key), "waiting")
    first = found.first(waiting.order_by("entered_at", "pk"), 1)
    return next(iter(first.values_list("case__key", flat=True)[:1]), "")


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _row(task: Any) -> QueueRow:
    """`task`: SHOWN. Words come from the definition the case is pinned to."""
    process = definitions.process_at(task.case__revision_id, task.case__revision__digest)
    stage = next((one for one in process.stages if one.key == task.stage), None)
    action = stage.action(task.outcome) if stage and task.outcome else None
    return QueueRow(
        task_id=task.pk,
        case_key=task.case__key,
        version=task.case__version,
        number=task.case__number or "",
        title=task.case__title,
        summary=tuple(task.case__summary),
        union=task.case__union__name or "",
        stage=stage.title if stage else task.stage,
        status=task.case__status,
        starter=task.case__starter__person__name or task.case__starter__username,
        submitted_at=task.case__submitted_at,
        entered_at=task.entered_at,
        done_at=task.done_at,
        outcome=action.title if action else task.outcome,
        bulk=tuple((one.key, one.title) for one in stage.actions if one.bulk) if stage else (),
    )


def _nothing(tab: Tab, stages: tuple[tuple[str, str], ...] = ()) -> Queue:
    return Queue(tab, (), "", Count(0), {one: Count(0) for one in TABS}, stages)
