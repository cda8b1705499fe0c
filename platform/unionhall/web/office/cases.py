"""The decision page: everything about one case, and what this officer may do with it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from permissions import gate
from unionhall.cases.models import CaseStatus
from unionhall.engine.problem import Problem
from unionhall.engine.stage_form import within
from unionhall.forms.control import RenderContext
from unionhall.forms.stages import StageForm, stage_form
from unionhall.forms.surroundings import surroundings
from unionhall.reports.case_page import CasePage, case_page
from unionhall.web import relatives, working
from unionhall.web.office import dossier, rail, tones
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.line_card import card as line_card
from unionhall.web.office.outside.panel import exchanges
from unionhall.web.office.posted import Posted, stage_values


@dataclass(frozen=True, slots=True)
class Work:
    """An open case: what was read, how it is drawn, the form of its stage if there is one."""

    page: CasePage
    context: RenderContext
    form: StageForm | None


@staff_only
def show(request: HttpRequest, case_key: str) -> HttpResponse:
    """404 for everybody who may not view the case as staff."""
    work = open_case(request, case_key)
    return draw(request, work)


def open_case(request: HttpRequest, case_key: str, posted: Posted | None = None) -> Work:
    """Read a case for an officer. Raises `NotYours`, Http404 (both 404).

    Whoever only started the case has the member's page; here he must hold a grant of its
    matter group like everybody else.
    """
    page = case_page(officer(request), case_key)
    rights = gate.of(request.user)
    if page.case.matter_group not in rights.matter_groups or page.case.status == CaseStatus.DRAFT:
        raise Http404
    context = surroundings(page.case, today=page.world.today)
    form = None
    if page.task is not None:
        stage = page.process.stage(page.task.stage)
        post = stage_values(request.POST) if posted else None
        world = within(stage, page.answers, page.world)
        form = stage_form(page.process, stage, world, context, post)
    return Work(page, context, form)


def draw(
    request: HttpRequest,
    work: Work,
    *,
    posted: Posted | None = None,
    problems: Sequence[Problem] = (),
    refusal: str = "",
    conflict: str = "",
    clear: Sequence[dict[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """Draw the page, with what was typed and what is wrong with it."""
    page = work.page
    context: dict[str, Any] = {
        **rail.frame(request),
        "page": dossier.read(page, work.context, posted.verdicts if posted else None),
        "crumbs": crumbs(page),
        "task": page.task and {"title": page.process.stage(page.task.stage).title},
        "actions": [
            {"key": one.key, "title": one.title, "tone": tones.of_button(one.key)}
            for one in page.actions
        ],
        "stage_form": work.form.html(tuple(problems)) if work.form else "",
        "pins": pins(page, posted),
        "problems": told(work, problems, refusal),
        "conflict": conflict,
        "clear": clear,
        "exchanges": exchanges(request, page),
        "family": relatives.shown(request.user, page, "office:case"),
        "lines": line_card(page),
        "working": working.card(page.working),
        "may_look": page.task is not None and bool(page.process.stage(page.task.stage).reveals),
    }
    return render(request, "office/case.html", context, status=status)


def told(work: Work, problems: Sequence[Problem], refusal: str = "") -> list[dict[str, str]]:
    """Return every problem as a sentence with the fragment of its field."""
    entries = work.form.summary(tuple(problems)) if work.form else []
    found = [{"text": one.text, "target": one.href.removeprefix("#")} for one in entries]
    return [*found, {"text": refusal, "target": ""}] if refusal else found


def pins(page: CasePage, posted: Posted | None = None) -> dict[str, Any]:
    """Return what a decision has to name: task, version, materials, idempotency key.

    After a conflict the key is kept but version and digest are those just read: pressing again
    decides on what is on the screen now.
    """
    return {
        "task": page.task.pk if page.task else "",
        "version": page.case.version,
        "digest": page.digest,
        "key": posted.key if posted and posted.key else secrets.token_urlsafe(16),
    }


def crumbs(page: CasePage) -> list[tuple[str, str]]:
    """Workbench, queue, this case."""
    queue = reverse("office:queue", args=[page.process.key])
    return [
        (_("Workbench"), reverse("office:home")),
        (page.process.menu.title, queue),
        (page.case.number or dossier.title_of(page), ""),
    ]
