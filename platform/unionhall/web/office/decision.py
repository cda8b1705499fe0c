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

from unionhall.cases import selectors
from unionhall.cases.models import Case
from unionhall.casework import calendar, refusals
from unionhall.casework.decide import decide as decide_case
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.casework.sentences import sentence
from unionhall.casework.turn import first_sentence
from unionhall.definitions.selectors import process_of
from unionhall.engine import stage_form
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import Refused
from unionhall.engine.world import World
from unionhall.forms.stages import stage_form as stage_form_of
from unionhall.forms.surroundings import surroundings
from unionhall.language.model import Action, Process, Stage
from unionhall.reports import queue as queues
from unionhall.web.office import cases, posted, question, rail
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
    if said.is_confirmed:
        return _do(request, case_key, said)
    work = cases.open_case(request, case_key, said)
    action = _offered(work, said)
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


def _offered(work: Work, said: Posted) -> Action | None:
    return next((one for one in work.page.actions if one.key == said.action), None)


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


def _do(request: HttpRequest, case_key: str, said: Posted) -> HttpResponse:
    """The verb judges by itself, so the page is only read when it has to be drawn again."""
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None:
        raise refusals.NotYours
    process = process_of(case.revision)
    stage = process.stage(case.stage) if case.stage else None
    try:
        decided = decide_case(
            case_key,
            said.task,
            said.action,
            said.version,
            values=_typed(request, case, stage) if said.action == "approve" else {},
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
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        return _refused(request, case_key, said, refused)
    action = stage.action(said.action) if stage else None
    _keep(request, action, said)
    if decided.work:  # the page of the case tells how far it is
        return HttpResponseRedirect(reverse("office:case", args=[case_key]))
    title = action.title if action else _("Decided")
    messages.success(
        request, _("{number}: {action}. Recorded.").format(number=case.number, action=title)
    )
    return _next(request, process)


def _typed(request: HttpRequest, case: Case, stage: Stage | None) -> dict[str, Any]:
    """What was typed for the stage, normalised; what cannot be read and names the stage does not
    have go along as they came, so that the verb refuses them by name."""
    if stage is None:
        return {}
    now = timezone.localtime()
    world = World(
        now=now.isoformat(),
        today=now.date().isoformat(),
        calendar=lambda: calendar.known(now.date()),
    )
    context = surroundings(case, today=world.today)
    post = posted.stage_values(request.POST)
    form = stage_form_of(process_of(case.revision), stage, world, context, post)
    odd = {one.path: post.get(one.path, "") for one in form.problems if one.is_blocking}
    return {**odd, **form.values}


def _refused(
    request: HttpRequest, case_key: str, said: Posted, refused: refusals.Refused
) -> HttpResponse:
    """The page again, as it is now, with what was typed and why it was not taken."""
    work = cases.open_case(request, case_key, said)
    action = _offered(work, said)
    if isinstance(refused, refusals.Invalid):
        return cases.draw(request, work, posted=said, problems=refused.problems, status=422)
    if isinstance(refused, refusals.Conflict) or action is None:
        return _conflict(request, work, said, refused.sentence)
    return _ask(request, work, action, said, {}, refusal=refused.sentence, status=422)


def _too_late(request: HttpRequest, work: Work, said: Posted) -> str:
    """Name who was first, when the case has moved on since the page was drawn."""
    if work.page.working is not None and work.page.working.is_open:
        return sentence("being-worked-on")
    if said.version == work.page.case.version:
        return _("This can no longer be decided here.")
    return first_sentence(work.page.case, officer(request))


def _conflict(request: HttpRequest, work: Work, said: Posted, sentence: str) -> HttpResponse:
    return cases.draw(request, work, posted=said, conflict=sentence, status=409)


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
