"""The steps of the form: the wizard of `forms` inside the frame of the portal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unionhall.casework import lengthy
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.loading import open_draft
from unionhall.forms.state_call import step_state
from unionhall.forms.wizard import DraftWizard
from unionhall.web.portal import desk, frame
from unionhall.web.requests import SignedRequest


class FormStep(DraftWizard):
    """One step on one page; the toolbar's buttons press the form (`form=` attribute)."""

    template_name = "portal/form.html"

    def open_draft(self, request: HttpRequest, key: str) -> OpenDraft:
        """Raises NotOpen for one's own case that is handed in, or that the worker is at, Http404
        for everything else. What was typed meanwhile is refused by the verb, on its own page."""
        try:
            draft = super().open_draft(request, key)
        except Http404:
            desk.open_draft(request.user, key)
            raise
        if request.method != "POST" and draft.case is not None and lengthy.is_busy(draft.case):
            desk.open_draft(request.user, key)
        return draft

    def frame(self) -> dict[str, Any]:
        return frame.of_form(self.draft, self.request.user)


def form(request: SignedRequest, key: str, step: str | None = None) -> HttpResponseBase:
    return _opened(request, key=key, step=step)


_opened = desk.drafting(FormStep.as_view())


@require_POST
def state(request: SignedRequest, key: str, step: str) -> HttpResponse:
    """What each field of a step is while it is being typed, as JSON; stores nothing."""
    draft = open_draft(key, request.user, timezone.now())
    try:
        return JsonResponse(step_state(draft, step, request.POST))
    except KeyError as unknown:
        raise Http404 from unknown
