"""The sensitive values an officer needs for his decision, shown in clear once and recorded."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from unionhall.casework.look import look as look_at
from unionhall.language.schema import leaves
from unionhall.web.office import cases
from unionhall.web.office.access import officer, staff_only


@staff_only
@require_POST
def look(request: HttpRequest, case_key: str) -> HttpResponse:
    """The decision page with what its stage reveals. 404 for whoever may not decide the task."""
    work = cases.open_case(request, case_key)
    task = work.page.task
    if task is None:
        return redirect("office:case", case_key)
    values = look_at(case_key, task.pk, by=officer(request), now=timezone.now())
    return cases.draw(request, work, clear=_titled(work, values))


def _titled(work: cases.Work, values: Mapping[str, str]) -> list[dict[str, str]]:
    fields = leaves(work.page.process.form.schema)
    return [{"label": str(fields[p].get("title", p)), "text": value} for p, value in values.items()]
