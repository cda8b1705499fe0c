"""The steps of the form: the wizard of `forms` inside the frame of the portal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unionhall.forms.loading import open_draft
from unionhall.forms.state_call import step_state
from unionhall.forms.wizard import DraftWizard
from unionhall.web.portal import desk, frame


class FormStep(DraftWizard):
    """One step on one page; the toolbar's buttons press the form (`form=` attribute)."""

    template_name = "portal/form.html"

    def frame(self) -> dict[str, Any]:
        page = desk.open_draft(self.request.user, self.case_key)
        around = frame.of_case(page)
        return {**around, "saved_at": page.case.draft.saved_at}


def form(request: HttpRequest, key: str, step: str | None = None) -> HttpResponseBase:
    return _opened(request, key=key, step=step)


_opened = desk.drafting(FormStep.as_view())


@require_POST
def state(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """What each field of a step is while it is being typed, as JSON; stores nothing."""
    draft = open_draft(key, request.user, timezone.now())
    try:
        return JsonResponse(step_state(draft, step, request.POST))
    except KeyError as unknown:
        raise Http404 from unknown
