"""Many ticked cases at once (E-34): asked in one sentence, then each is decided by itself.

Each is a transaction of its own with a result of its own; one that was changed meanwhile is told
and does not stop the others. Pressing again, or reloading the results, decides nothing twice.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import gate
from unionhall.cases import selectors
from unionhall.casework import refusals
from unionhall.casework.decide import decide
from unionhall.definitions.selectors import process_of
from unionhall.language.model import Action
from unionhall.reports.counts import ProcessCount
from unionhall.reports.queue import QueueRow, ticked
from unionhall.reports.working import working as working_on
from unionhall.web import working
from unionhall.web.office import rail
from unionhall.web.office.access import officer, staff_only
from unionhall.web.shell import waiting

MOST = 100
LONGEST_REASON = 1000
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Tick:
    """One ticked row as it was on the screen."""

    task: int
    version: int
    case_key: str

    @property
    def text(self) -> str:
        return f"{self.task}.{self.version}.{self.case_key}"


@dataclass(frozen=True, slots=True)
class Result:
    """`sentence` says why it was not done; empty when it was."""

    number: str
    title: str
    url: str
    sentence: str


@staff_only
def decide_many(request: HttpRequest, process_key: str) -> HttpResponse:
    """POST only; whoever comes by the address bar is led to the queue."""
    matter = next((one for one in waiting(request) if one.key == process_key), None)
    if matter is None:
        raise Http404
    if request.method != "POST" or "_back" in request.POST:
        return _to_queue(process_key)
    ticks = _ticks(request.POST)
    action = request.POST.get("_action", "")
    reason = request.POST.get("_reason", "").strip()
    if "_confirmed" not in request.POST:
        return _ask(request, matter, ticks, action)
    asked = _asks_reason(request, ticks, action)
    if asked == "required" and not reason:
        problem = _("Please give the reason.")
        return _ask(request, matter, ticks, action, reason=reason, problem=problem)
    if len(reason) > LONGEST_REASON:
        problem = _("The reason has at most 1,000 characters.")
        return _ask(request, matter, ticks, action, reason=reason, problem=problem)
    return _done(request, matter, ticks, action, reason)


def _ticks(post: QueryDict) -> list[Tick]:
    """Raises BadRequest when the form's own fields were tampered with."""
    found = []
    for text in dict.fromkeys(post.getlist("_tick")[:MOST]):
        task, _dot, rest = text.partition(".")
        version, _dot, case_key = rest.partition(".")
        numbers = (task, version)
        if not all(n.isascii() and n.isdecimal() and len(n) < 16 for n in numbers):
            raise BadRequest("tick")
        found.append(Tick(int(task), int(version), case_key))
    return found


def _ask(
    request: HttpRequest,
    matter: ProcessCount,
    ticks: list[Tick],
    action: str,
    *,
    reason: str = "",
    problem: str = "",
) -> HttpResponse:
    rows = ticked(officer(request), matter.process, [tick.task for tick in ticks])
    able = {row.task_id for row in rows if action in dict(row.bulk)}
    kept = [tick for tick in ticks if tick.task in able]
    if not kept:
        return render(request, "office/bulk_empty.html", _frame(request, matter), status=422)
    shown = [row for row in rows if row.task_id in able]
    context = {
        **_frame(request, matter),
        "verb": dict(shown[0].bulk)[action],
        "action": action,
        "rows": [_shown(row) for row in shown],
        "count": len(kept),
        "left_out": len(ticks) - len(kept),
        "ticks": [tick.text for tick in kept],
        "key": request.POST.get("_key", "")[:LONGEST_KEY] or secrets.token_urlsafe(16),
        "reason": reason,
        "problem": problem,
        "asks_reason": _asks_reason(request, kept, action),
    }
    return render(request, "office/bulk.html", context, status=422 if problem else 200)


def _asks_reason(request: HttpRequest, ticks: list[Tick], action: str) -> str:
    """The strictest of what the ticked cases' definitions ask: required, optional or none."""
    asked = {one.reason for one in (_action(tick, action) for tick in ticks) if one}
    return next((one for one in ("required", "optional") if one in asked), "none")


def _action(tick: Tick, key: str) -> Action | None:
    """The action in the definition the case is pinned to, when it may be pressed in bulk."""
    case = selectors.loaded(tick.case_key) if selectors.is_key(tick.case_key) else None
    if case is None or not case.stage:
        return None
    action = process_of(case.revision).stage(case.stage).action(key)
    return action if action is not None and action.bulk else None


def _done(
    request: HttpRequest, matter: ProcessCount, ticks: list[Tick], action: str, reason: str
) -> HttpResponse:
    key = request.POST.get("_key", "")[:LONGEST_KEY]
    if not ticks or not key:
        return _to_queue(matter.key)
    results = [_one(request, tick, action, reason, key) for tick in ticks]
    context = {
        **_frame(request, matter),
        "done": [one for one in results if not one.sentence],
        "refused": [one for one in results if one.sentence],
    }
    return render(request, "office/bulk_results.html", context)


def _one(request: HttpRequest, tick: Tick, action: str, reason: str, key: str) -> Result:
    case = selectors.loaded(tick.case_key) if selectors.is_key(tick.case_key) else None
    if case is None or not gate.may_view(request.user, case).allowed:
        return Result("", "", "", _("This application is not there any more."))
    url = reverse("office:case", args=[tick.case_key])
    number, title = case.number or "", _(", ").join(case.summary) or case.title
    # What changed meanwhile is the verb's to tell: it knows who was first.
    if case.version == tick.version and _action(tick, action) is None:
        return Result(number, title, url, _("Please open it and decide it by itself."))
    try:
        decided = decide(
            tick.case_key,
            tick.task,
            action,
            tick.version,
            reason=reason,
            by=officer(request),
            now=timezone.now(),
            key=f"{key}-{tick.task}",
        )
    except refusals.Refused as refused:
        return Result(number, title, url, refused.sentence)
    work = working.card(working_on(decided, officer(request)))
    if work and work["tone"] in ("warn", "danger"):
        return Result(number, title, url, f"{work['title']}：{work['text']}")
    if work and work["is_open"]:
        title = _("{title} (being carried out)").format(title=title)
    return Result(number, title, url, "")


def _shown(row: QueueRow) -> dict[str, str]:
    title = _(", ").join(row.summary) or row.title
    who = "" if row.starter in row.summary else row.starter
    return {"number": row.number, "title": title, "who": who}


def _frame(request: HttpRequest, matter: ProcessCount) -> dict[str, object]:
    url = reverse("office:queue", args=[matter.key])
    return {
        **rail.frame(request),
        "matter": matter.title,
        "queue_url": url,
        "bulk_url": reverse("office:bulk", args=[matter.key]),
        "crumbs": [
            (_("Workbench"), reverse("office:home")),
            (matter.title, url),
            (_("Ticked applications"), ""),
        ],
    }


def _to_queue(process_key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:queue", args=[process_key]))
