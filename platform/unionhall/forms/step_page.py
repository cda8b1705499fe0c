"""What the page of a step shows and what its script hears: context and JSON answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.casework.answers import Saved
from unionhall.engine.problem import Problem
from unionhall.forms.steps import StepForm, step_title

if TYPE_CHECKING:
    from unionhall.forms.wizard import DraftWizard

FORM_ID = "draft-form"
VERSION = "_version"


def version_of(post: QueryDict) -> int:
    """The version the page was drawn from; -1, which no case has, when it was tampered with."""
    text = post.get(VERSION) or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def saved_json(saved: Saved, form: StepForm) -> JsonResponse:
    """`{version, saved_at: "10:32", problems: [{path, text}]}`."""
    return JsonResponse(
        {
            "version": saved.case.version,
            "saved_at": timezone.localtime().strftime("%H:%M"),
            "problems": [{"path": e.path, "text": e.text} for e in form.summary(form.refused)],
        }
    )


def sent_json(version: int, message: str) -> JsonResponse:
    """A code was sent: what to say, and the version that goes with the form from now on."""
    return JsonResponse({"version": version, "message": message})


def problems_json(form: StepForm, told: tuple[Problem, ...]) -> JsonResponse:
    entries = form.summary(told)
    message = entries[0].text if entries else _("Please check this page.")
    problems = [{"path": entry.path, "text": entry.text} for entry in entries]
    return JsonResponse({"message": message, "problems": problems}, status=422)


def message_json(sentence: str, status: int, version: int | None = None) -> JsonResponse:
    """`version` where the step was saved although the button was refused."""
    more = {} if version is None else {"version": version}
    return JsonResponse({"message": sentence, **more}, status=status)


def context(
    wizard: DraftWizard, form: StepForm, told: tuple[Problem, ...], refusal: str
) -> dict[str, Any]:
    """Everything of the page that comes from the form; `form_html` is the whole `<form>`."""
    steps = stepper(wizard, form.step.key)
    number = next((n for n, step in enumerate(steps, 1) if step["current"]), 1)
    inner = {
        "request": wizard.request,
        "form_id": FORM_ID,
        "action": wizard.get_step_url(form.step.key),
        "state_url": reverse(
            wizard.state_url_name,
            kwargs={wizard.case_kwarg: wizard.case_key, "step": form.step.key},
        ),
        "version": wizard.draft.version,
        "problems": form.summary(told),
        "refusal": refusal,
        "body": form.html(told),
        "has_previous": wizard.get_prev_step(form.step.key) is not None,
        "has_files": any(control.kind == "file" for control in form.step.controls),
        "has_rules": form.plan.has_rules,
    }
    return {
        "process": wizard.draft.process,
        "step": form.step,
        "step_title": step_title(form.step, wizard.draft.process),
        "step_number": number,
        "form_steps": steps,
        "form_id": FORM_ID,
        "form_html": drawn(inner, wizard.request),
        "problems": inner["problems"],
        "version": wizard.draft.version,
    }


def drawn(inner: dict[str, Any], request: HttpRequest) -> SafeString:
    return SafeString(get_template("components/form-step.html").render(inner, request))


def stepper(wizard: DraftWizard, current: str) -> list[dict[str, Any]]:
    """Steps of the form, then lines, materials and check, each with its address."""
    key = {wizard.case_kwarg: wizard.case_key}
    process = wizard.draft.process
    steps = [
        {
            "key": name,
            "title": step_title(form.step, process),
            "url": wizard.get_step_url(name),
            "current": name == current,
        }
        for name, form in wizard.get_form_list().items()
    ]
    after = [("lines", process.lines.title, wizard.lines_url_name)] if process.lines else []
    if process.materials:
        after.append(("materials", _("Materials"), wizard.materials_url_name))
    after.append(("check", _("Check and submit"), wizard.check_url_name))
    for name, title, url_name in after:
        url = reverse(url_name, kwargs=key)
        steps.append({"key": name, "title": title, "url": url, "current": name == current})
    return steps
