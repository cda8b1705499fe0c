"""One decision: first asked in a sentence, then done; the loser of a race learns who was first.

Every press names the case version, the materials and an idempotency key that were on the
screen. What was typed is never lost: a refusal draws the page again with it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework import refusals
from unionhall.casework.decide import decide as decide_case
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.casework.turn import first_sentence
from unionhall.engine import stage_form
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Refused
from unionhall.language.model import Action, Process
from unionhall.reports import queue as queues
from unionhall.web.office import cases, dossier, posted, question, rail
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.cases import Work
from unionhall.web.office.posted import Posted


@staff_only
def decide(request: HttpRequest, case_key: str) -> HttpResponse:
    """Ask, or do when it was confirmed. 404, 409, 422 as refused.

    Whoever comes here by reloading or by the address bar is led to the case.
    """
    if request.method != "POST":
        cases.open_case(request, case_key)
        return HttpResponseRedirect(reverse("office:case", args=[case_key]))
    said = posted.read(request.POST)
    work = cases.open_case(request, case_key, said)
    action = next((one for one in work.page.actions if one.key == said.action), None)
    if said.is_confirmed:
        return _do(request, work, action, said)
    if said.is_back:
        return cases.draw(request, work, posted=said)
    if action is None:
        return _conflict(request, work, said, _too_late(request, work, said))
    values, problems = _stage_values(work, action)
    if action.key == "approve" and said.to_correct:
        refusal = _("A material is marked as to be corrected: return the case, or accept it first.")
        return cases.draw(request, work, posted=said, refusal=refusal, status=422)
    if problems:
        return cases.draw(request, work, posted=said, problems=problems, status=422)
    return _ask(request, work, action, said, values)


def _stage_values(work: Work, action: Action) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return the valid values of the stage, or what is wrong; only agreeing fills them in."""
    form = work.form
    if form is None or action.key != "approve":
        return {}, ()
    unreadable = tuple(one for one in form.problems if one.is_blocking)
    if unreadable:
        return {}, unreadable
    try:
        decided = stage_form.decided(
            form.process, form.stage, form.values, work.page.answers, form.world
        )
    except Refused as refused:
        return {}, tuple(refused.params.get("problems", ()))
    return decided, ()


def _ask(
    request: HttpRequest,
    work: Work,
    action: Action,
    said: Posted,
    values: dict[str, Any],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = question.ask(work.page, action, said, values, work.context, officer(request))
    context = {
        **rail.frame(request),
        "page": {"key": work.page.case.key, "number": work.page.case.number},
        "crumbs": cases.crumbs(work.page),
        "question": asked,
        "pins": {
            "task": said.task,
            "version": said.version,
            "digest": said.digest,
            "key": said.key,
        },
        "kept": said.kept,
        "problems": [{"text": refusal, "target": "decision-reason"}] if refusal else [],
    }
    return render(request, "office/question.html", context, status=status)


def _do(request: HttpRequest, work: Work, action: Action | None, said: Posted) -> HttpResponse:
    try:
        decide_case(
            work.page.case.key,
            said.task,
            said.action,
            said.version,
            values=work.form.values if work.form and said.action == "approve" else {},
            reason=said.reason,
            items=said.items,
            to=said.to,
            digest=said.digest,
            verdicts={
                material: (one.choice == "accept", one.reason)
                for material, one in said.verdicts.items()
            },
            by=officer(request),
            now=timezone.now(),
            key=said.key or None,
        )
    except refusals.Conflict as conflict:
        return _conflict(request, work, said, conflict.sentence)
    except refusals.Invalid as invalid:
        return cases.draw(request, work, posted=said, problems=invalid.problems, status=422)
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        if action is None:
            return _conflict(request, work, said, refused.sentence)
        return _ask(request, work, action, said, {}, refusal=refused.sentence, status=422)
    _keep(request, action, said)
    title = action.title if action else _("Decided")
    number = work.page.case.number or dossier.title_of(work.page)
    messages.success(
        request, _("{number}: {action}. Recorded.").format(number=number, action=title)
    )
    return _next(request, work.page.process)


def _too_late(request: HttpRequest, work: Work, said: Posted) -> str:
    """Name who was first, when the case has moved on since the page was drawn."""
    if said.version == work.page.case.version:
        return _("This can no longer be decided here.")
    return first_sentence(work.page.case, officer(request))


def _conflict(request: HttpRequest, work: Work, said: Posted, sentence: str) -> HttpResponse:
    """Draw the case as it is now: read again, because somebody has just changed it."""
    fresh = cases.open_case(request, work.page.case.key, said)
    return cases.draw(request, fresh, posted=said, conflict=sentence, status=409)


def _keep(request: HttpRequest, action: Action | None, said: Posted) -> None:
    """Keep the reason as a stock opinion; the decision stands even when that is refused."""
    if not (said.keeps and said.reason and action and action.opinions):
        return
    try:
        keep_opinion(
            action.opinions,
            said.reason[:200],
            union=said.keep_for or None,
            by=officer(request),
            now=timezone.now(),
        )
    except refusals.Refused as refused:
        messages.warning(
            request, refused.sentence or _("The reason could not be kept as a stock opinion.")
        )


def _next(request: HttpRequest, process: Process) -> HttpResponse:
    """Back to the next case that waits, else to the queue."""
    waiting = queues.first_waiting(officer(request), process)
    if waiting:
        return HttpResponseRedirect(reverse("office:case", args=[waiting]))
    return HttpResponseRedirect(reverse("office:queue", args=[process.key]))
