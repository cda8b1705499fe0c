"""Yes or no to ticked people of a collective application, where each has a verdict of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from unionhall.casework import refusals
from unionhall.casework.decide_lines import FAIL, PASS, decide_lines
from unionhall.reports.case_page import CasePage
from unionhall.web.office import posted
from unionhall.web.office.access import officer, staff_only

MOST_KEY = 32


def may_judge(page: CasePage) -> bool:
    """Whether this officer says yes or no to single lines now: he may approve the stage."""
    if page.task is None or not page.process.stage(page.task.stage).lines:
        return False
    return any(action.key == "approve" for action in page.actions)


@staff_only
@require_POST
def judge(request: HttpRequest, case_key: str) -> HttpResponse:
    """What is refused is said on the list; nothing was changed then."""
    said = posted.read(request.POST)
    lines = [posted.cleaned(one, MOST_KEY) for one in request.POST.getlist("line")]
    here = reverse("office:case_lines", args=[case_key])
    try:
        case = decide_lines(
            case_key,
            said.task,
            PASS if said.action == PASS else FAIL,
            lines,
            said.version,
            said.reason,
            digest=said.digest or None,
            by=officer(request),
            now=timezone.now(),
            key=said.key or None,
        )
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(here)
    if case.work:  # the page of the case tells how far it is
        return HttpResponseRedirect(reverse("office:case", args=[case_key]))
    messages.success(request, _("{count} entries: recorded.").format(count=len(lines)))
    is_over = not case.tasks.filter(pk=said.task, done_at=None).exists()
    return HttpResponseRedirect(reverse("office:case", args=[case_key]) if is_over else here)
