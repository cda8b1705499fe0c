"""What a stage asks of the applicant after a review: a small form, files, 【确认】.

One form for all of it, so that nothing typed is lost when a file is handed in, and it works without
JavaScript. Every press keeps what was typed; files that arrived stay, whatever else is wrong.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework import refusals
from unionhall.casework.attach import attach
from unionhall.casework.context import Context
from unionhall.casework.detach import detach
from unionhall.casework.due import Due, due_of
from unionhall.casework.hand_in import hand_in, keep
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import MATERIAL
from unionhall.forms.stages import StageForm, stage_form
from unionhall.forms.surroundings import surroundings
from unionhall.reports.case_page import CasePage
from unionhall.web.portal import desk, frame, review
from unionhall.web.portal.asked import command_key, version_of
from unionhall.web.requests import SignedRequest

FILES, REMOVE, DO = "_files:", "_remove", "_do"
HAND_IN = "hand_in"


def due(request: SignedRequest, key: str) -> HttpResponse:
    """Leads to the case itself when nothing is due any more: an old link is no error."""
    page = desk.open_case(request.user, key)
    found = (
        due_of(Context(page.case, timezone.now())) if HAND_IN in page.applicant_actions else None
    )
    if found is None:
        if page.working is None or not page.working.is_open:  # the page of the case says that
            messages.info(request, _("Nothing is due from you here at present."))
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    if request.method == "POST":
        return _do(request, page, found)
    return _draw(request, page, found, _form(page, found))


def _do(request: SignedRequest, page: CasePage, found: Due) -> HttpResponse:
    """Keep what was typed, then the files, then what the button says."""
    key, stage, form = page.case.key, found.stage.key, _form(page, found, request)
    case = keep(key, stage, form.values, version_of(request), by=request.user, now=timezone.now())
    wrong = _take_files(request, key, found)
    if request.POST.get(REMOVE):
        _remove(request, key)
    elif not wrong and not form.problems and request.POST.get(DO) == HAND_IN:
        try:
            case = hand_in(
                key, stage, by=request.user, now=timezone.now(), key=command_key(request)
            )
        except refusals.Conflict:
            raise
        except refusals.Invalid as refusal:
            return _again(request, key, form, problems=refusal.problems)
        except refusals.Refused as refusal:
            return _again(request, key, form, refusal=refusal.sentence)
        if case.work:
            return HttpResponseRedirect(reverse("portal:case", args=[key]))
        messages.success(request, _("{done}: recorded.").format(done=found.stage.title))
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    if wrong or form.problems:
        return _again(request, key, form, problems=form.problems, wrong=wrong)
    messages.success(request, _("Saved. Nothing was handed in yet."))
    return HttpResponseRedirect(reverse("portal:due", args=[case.key]))


def _take_files(request: SignedRequest, key: str, found: Due) -> dict[str, str]:
    """Hand in the files chosen; a sentence by material for one that was refused."""
    wrong: dict[str, str] = {}
    for material in found.stage.materials:
        for upload in request.FILES.getlist(FILES + material.key):
            try:
                attach(key, material.key, upload, by=request.user, now=timezone.now())
            except (refusals.NotYours, refusals.Conflict):
                raise
            except refusals.Refused as refusal:
                wrong[material.key] = refusal.sentence
    return wrong


def _remove(request: SignedRequest, key: str) -> None:
    name = request.POST[REMOVE][:64]
    detach(key, name, by=request.user, now=timezone.now())


def _again(request: SignedRequest, key: str, form: StageForm, **told: Any) -> HttpResponse:
    """The page anew, as the case is now, with what was typed and all that is wrong."""
    page = desk.open_case(request.user, key)
    found = due_of(Context(page.case, timezone.now()))
    if found is None:
        return HttpResponseRedirect(reverse("portal:case", args=[key]))
    return _draw(request, page, found, form, status=422, **told)


def _draw(
    request: SignedRequest,
    page: CasePage,
    found: Due,
    form: StageForm,
    *,
    problems: tuple[Problem, ...] = (),
    wrong: dict[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    fields = tuple(one for one in problems if not one.path.startswith(MATERIAL))
    missing = {
        one.path.removeprefix(MATERIAL): one for one in problems if one.path.startswith(MATERIAL)
    }
    said = {key: review.sentence(problem, page) for key, problem in missing.items()}
    action = found.stage.action("approve")
    items = review.due_items(page, found, {**said, **(wrong or {})})
    context = {
        **frame.of_case(page),
        "stage": found.stage,
        "form_html": form.html(fields),
        "items": items,
        "problems": [*form.summary(fields), *review.file_problems(items)],
        "refusal": refusal,
        "returned": frame.returned_to(page, found.stage.key),
        "sections": review.read_sections(page),
        "button": _title(action, found),
        "confirm": action.confirm if action else None,
        "key": command_key(request),
    }
    return render(request, "portal/due.html", context, status=status)


def _form(page: CasePage, found: Due, request: SignedRequest | None = None) -> StageForm:
    return stage_form(
        page.process,
        found.stage,
        found.form_world,
        surroundings(page.case),
        request.POST if request else None,
        stored=found.stored,
    )


def _title(action: Any, found: Due) -> str:
    return str(action.title) if action else found.stage.title
