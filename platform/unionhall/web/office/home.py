"""The first page of the office: what waits for me, what I decided lately."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from permissions import gate
from unionhall.organisation.models import Union
from unionhall.reports.counts import ProcessCount, counts
from unionhall.reports.my_decisions import MyDecision, my_decisions
from unionhall.web import current_post
from unionhall.web.office import rail, tones
from unionhall.web.office.access import officer, staff_only
from unionhall.web.shell import waiting


@staff_only
def show(request: HttpRequest) -> HttpResponse:
    """Big numbers per matter and stage; zero is shown too, so the way to the queue stays."""
    unions = gate.staff_unions(request.user)
    wanted = request.GET.get("union")
    usual = None if wanted is not None else current_post.current_union(request)
    chosen = next((u for u in unions if u.key == wanted), usual)
    due = counts(officer(request), union=chosen) if chosen else waiting(request)
    total = sum(one.waiting.value for one in due)
    context = {
        **rail.frame(request),
        "unions": unions,
        "union": chosen,
        "matters": [_matter(one, chosen) for one in due],
        "total": total,
        "lead": _lead(unions, chosen, total),
        "recent": [_recent(one) for one in my_decisions(officer(request))],
    }
    return render(request, "office/home.html", context)


def _lead(unions: list[Union], chosen: Union | None, total: int) -> str:
    names = chosen.name if chosen else _(", ").join(union.name for union in unions[:3])
    due = ngettext("%(count)d case waits for you", "%(count)d cases wait for you", total)
    return f"{names} · {due % {'count': total}}"


def _matter(one: ProcessCount, chosen: Union | None) -> dict[str, object]:
    url = reverse("office:queue", args=[one.key])
    place = {"union": chosen.name} if chosen else {}
    numbers = [
        {
            "title": stage.title,
            "count": stage.waiting,
            "url": f"{url}?{urlencode({'stage': stage.key, **place})}",
        }
        for stage in one.stages
    ]
    return {"title": one.title, "numbers": numbers}


def _recent(one: MyDecision) -> dict[str, object]:
    return {
        "title": one.title or one.number,
        "url": reverse("office:case", args=[one.case_key]),
        "number": one.number,
        "stage": one.stage,
        "action": one.action_title,
        "tone": tones.of_action(one.action),
        "at": one.at,
    }
