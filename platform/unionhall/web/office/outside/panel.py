"""What the case page says of outside systems: what was handed over, what came back, what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.cases import dispatches, entries
from unionhall.cases.models import Case, Dispatch, DispatchAnswer
from unionhall.casework.outside import gateways
from unionhall.casework.outside.asking import may_exchange
from unionhall.jobs import selectors as jobs
from unionhall.jobs.models import OPEN
from unionhall.language.model import Process
from unionhall.reports.case_page import CasePage
from unionhall.web.office import jobs_words
from unionhall.web.office.access import officer

State = Dispatch.State
MOST = 20
MOST_NAMED = 5


def exchanges(request: HttpRequest, page: CasePage) -> list[dict[str, Any]]:
    """Return every dispatch of a case, newest first; none costs no query where no stage has any."""
    if not any(stage.outside is not None for stage in page.process.stages):
        return []
    return [
        _exchange(request, page.case, page.process, one)
        for one in dispatches.of_case(page.case)[:MOST]
    ]


def _exchange(
    request: HttpRequest, case: Case, process: Process, dispatch: Dispatch
) -> dict[str, Any]:
    is_open = dispatch.state in (State.WAITING, State.SENT, State.DEAD)
    is_overdue = dispatch.state == State.SENT and (
        dispatch.reminders > 0 or (dispatch.due_at is not None and dispatch.due_at < timezone.now())
    )
    words, tone = _state(dispatch, is_overdue=is_overdue)
    may = is_open and may_exchange(request.user, case, dispatch)
    answers = [_answer(request, one) for one in dispatches.answers(dispatch)[:MOST]]
    return {
        "key": dispatch.key,
        "stage": entries.stage_title(process, dispatch.stage),
        "words": words,
        "tone": tone,
        "tries": dispatch.tries,
        "sent_at": dispatch.sent_at,
        "due_at": dispatch.due_at if dispatch.state == State.SENT else None,
        "is_by_file": gateways.is_by_file(dispatch.hook),
        "may": may,
        "may_repeat": may and dispatch.state == State.DEAD,
        "xlsx": reverse("office:batch", args=[dispatch.key, "xlsx"]),
        "csv": reverse("office:batch", args=[dispatch.key, "csv"]),
        "upload": reverse("office:batch_answer", args=[dispatch.key]),
        "repeat": reverse("office:batch_repeat", args=[dispatch.key]),
        "answers": answers,
        "is_moving": any(one["is_moving"] for one in answers),
    }


def _state(dispatch: Dispatch, *, is_overdue: bool) -> tuple[str, str]:
    if is_overdue:
        return _("Answer overdue"), "danger"
    by_file = gateways.is_by_file(dispatch.hook)
    words: dict[str, tuple[str, str]] = {
        State.WAITING: (_("About to be handed over"), "info"),
        State.SENT: (_("Batch file ready") if by_file else _("Handed over, no answer yet"), "info"),
        State.ANSWERED: (_("Answered"), "success"),
        State.CANCELLED: (_("Called off"), ""),
        State.DEAD: (_("Could not be handed over"), "danger"),
    }
    if dispatch.state == State.WAITING and dispatch.tries:
        return _("Not taken yet, will be tried again"), "warn"
    return words[dispatch.state]


def _answer(request: HttpRequest, one: DispatchAnswer) -> dict[str, Any]:
    """`job`: jobs_words.Shown of one that is not applied to its end."""
    values = one.values
    lines, unknown = values.get("lines", ()), values.get("unknown", ())
    job = jobs.job(one.job) if one.is_pending else None
    return {
        "at": one.at,
        "by": "" if one.by.is_system else str(one.by),
        "source": _("by file") if one.source == "file" else _("by callback"),
        "passed": values.get("passed", sum(bool(line.get("ok")) for line in lines)),
        "failed": values.get("failed", sum(not line.get("ok") for line in lines)),
        "applied": one.applied,
        "ignored": one.ignored,
        "unknown": unknown[:MOST_NAMED],
        "unknown_count": values.get("unknown_count", len(unknown)),
        "is_late": bool(values.get("is_late")),
        "total": one.total,
        "done": one.done,
        "job": jobs_words.shown(job, officer(request)) if job else None,
        "is_moving": job is not None and job.state in OPEN,
    }
