"""What surrounds the work on a case: step bar, next step in words, form steps, toolbar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.cases.models import CaseStatus
from unionhall.casework.due import stage_of
from unionhall.engine import shapes
from unionhall.engine.actions import applicant_actions
from unionhall.engine.route import skipped
from unionhall.engine.shapes import CaseState
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.layout import plan
from unionhall.reports.case_page import CasePage, case_page
from unionhall.web import working
from unionhall.web.portal.steps import case_steps

LINES, MATERIALS, CHECK = "lines", "materials", "check"
_TONES = {
    CaseStatus.RETURNED: "warn",
    CaseStatus.WITHDRAWN: "warn",
    CaseStatus.COMPLETED: "success",
    CaseStatus.REJECTED: "danger",
}


@dataclass(frozen=True, slots=True)
class FormStep:
    key: str
    title: str
    url: str
    current: bool


def of_case(page: CasePage) -> dict[str, Any]:
    """Return what every page of a case shows around its own content."""
    case = page.case
    return {
        "section": "cases",
        "case": case,
        "process": page.process,
        "steps": case_steps(
            page.process,
            case.status,
            case.stage,
            skipped(page.process, page.answers, page.world),
        ),
        "actions": page.applicant_actions,
        "tone": "warn" if "hand_in" in page.applicant_actions else _tone(case.status),
        "next_step": next_step(page),
        "in_charge": page.in_charge,
        "returned": returned(page),
        **_working(page),
    }


def _working(page: CasePage) -> dict[str, Any]:
    """What the worker does with the whole list, and where to look at what came of it."""
    work = page.working
    if work is None or work.is_open or "edit" not in page.applicant_actions:
        return {"working": working.card(work)}
    is_list = work.verb != "submit"
    return {
        "working": working.card(work),
        "working_url": reverse("portal:lines" if is_list else "portal:check", args=[page.case.key]),
        "working_url_text": _("To the list") if is_list else _("Check and submit"),
    }


def _tone(status: str) -> str:
    return _TONES.get(CaseStatus(status), "info")


def of_form(draft: OpenDraft, user: Any) -> dict[str, Any]:
    """Return the same around a step of the form, without judging the whole application again."""
    case = draft.case
    if case is None:  # a draft without a record is made by tests of `forms` only
        raise Http404
    state = CaseState(status=case.status, starter=case.starter_id)
    is_returned = case.status == CaseStatus.RETURNED
    return {
        "section": "cases",
        "case": case,
        "process": draft.process,
        "steps": case_steps(draft.process, case.status, case.stage),
        "actions": applicant_actions(draft.process, state),
        "returned": returned(case_page(user, case.key)) if is_returned else None,
        "saved_at": case.draft.saved_at,
    }


def of_draft(page: CasePage, here: str) -> dict[str, Any]:
    """Return `of_case` and the steps of the form, `here` being the key of the one shown."""
    steps = form_steps(page, here)
    at = next((number for number, step in enumerate(steps) if step.current), 0)
    return {
        **of_case(page),
        "form_steps": steps,
        "step_number": at + 1,
        "step_title": steps[at].title,
        "previous_url": steps[at - 1].url if at else reverse("portal:case", args=[page.case.key]),
        "next_url": steps[at + 1].url if at + 1 < len(steps) else "",
        "saved_at": page.case.draft.saved_at,
        "form_id": "",
    }


def form_steps(page: CasePage, here: str) -> list[FormStep]:
    """Return the steps the applicant goes through: visible ones of the form, materials, check."""
    key = page.case.key
    steps = [
        FormStep(
            step.key,
            step.label or page.process.title,
            reverse("portal:form", args=[key, step.key]),
            step.key == here,
        )
        for step in plan(page.process).steps
        if page.state.steps.get(step.key, True)
    ]
    if page.process.lines:
        lines = reverse("portal:lines", args=[key])
        steps.append(FormStep(LINES, page.process.lines.title, lines, here == LINES))
    if page.process.materials:
        materials = reverse("portal:materials", args=[key])
        steps.append(FormStep(MATERIALS, _("Materials"), materials, here == MATERIALS))
    check = reverse("portal:check", args=[key])
    steps.append(FormStep(CHECK, _("Check and submit"), check, here == CHECK))
    return steps


def next_step(page: CasePage) -> str:
    """Return the one sentence that says what happens next and whose turn it is."""
    status = page.case.status
    due = stage_of(page.process, status, page.case.stage)
    if due is not None:
        return _("{stage}: it is your turn. Open it, fill it in and hand it in.").format(
            stage=due.title
        )
    if status == CaseStatus.IN_PROGRESS and _is_outside(page):
        return _("{stage}: an answer from outside is awaited, you need not do anything.").format(
            stage=page.process.stage(page.case.stage).title
        )
    if status == CaseStatus.IN_PROGRESS and page.in_charge:
        stage = page.in_charge[0].stage
        return _("{stage}: the union is working on it, you need not do anything.").format(
            stage=stage
        )
    sentences: dict[str, str] = {
        CaseStatus.DRAFT: _("Not handed in yet. Fill in the form, then submit."),
        CaseStatus.IN_PROGRESS: _("The union is working on it, you need not do anything."),
        CaseStatus.RETURNED: _("Returned to you: correct what is named below, then submit again."),
        CaseStatus.WITHDRAWN: _("You withdrew it. Correct it and submit again, or delete it."),
        CaseStatus.COMPLETED: _("Finished, nothing more to do."),
        CaseStatus.REJECTED: _("Not passed. The reason stands in the record below."),
    }
    return sentences.get(status, "")


def _is_outside(page: CasePage) -> bool:
    return any(
        one.key == page.case.stage and one.outside is not None for one in page.process.stages
    )


def returned(page: CasePage) -> dict[str, Any] | None:
    """Return the last return with its reason and what to correct, while it is to be corrected."""
    if page.case.status != CaseStatus.RETURNED:
        return None
    entry = next((e for e in by_time(page) if e.kind == "returned"), None)
    if entry is None:
        return None
    return {
        "where": entry.union,
        "at": entry.at,
        "reason": entry.reason or entry.sentence,
        "items": _items(page),
    }


def returned_to(page: CasePage, stage: str) -> dict[str, Any] | None:
    """Return why a stage gave it back to what is due now, while it was not handed in again."""
    for entry in by_time(page):
        if entry.kind in ("handed_in", "submitted"):
            return None
        if entry.kind == "returned":
            reason = entry.reason or entry.sentence
            return {"where": entry.union, "at": entry.at, "reason": reason, "items": []}
    return None


def by_time(page: CasePage) -> list[Any]:
    """Return the timeline, newest first."""
    entries = list(page.timeline)
    return entries[::-1] if entries and entries[0].at <= entries[-1].at else entries


def _items(page: CasePage) -> list[tuple[str, str]]:
    """Return (label, address) of each field and material the return left open."""
    compiled = plan(page.process)
    key = page.case.key
    found: list[tuple[str, str]] = []
    for path in sorted(page.unlocked or ()):
        if path == shapes.LINES and page.process.lines is not None:
            found.append((page.process.lines.title, reverse("portal:lines", args=[key])))
            continue
        if path.startswith("material:"):
            name = path.removeprefix("material:")
            titles = [m.title for m in page.process.materials if m.key == name]
            if titles:
                url = f"{reverse('portal:materials', args=[key])}#material-{name}"
                found.append((titles[0], url))
            continue
        step, control = compiled.step_of(path), compiled.control(path)
        if step is not None and control is not None:
            url = f"{reverse('portal:form', args=[key, step.key])}#{control.id}"
            found.append((control.label, url))
    return found
