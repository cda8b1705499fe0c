"""The audit trail as the city's auditors read it: filtered, newest first."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from unionhall.audit import kinds, selectors
from unionhall.audit.models import AuditEntry
from unionhall.casework.messaging.watching import may_audit
from unionhall.reports.paging import PAGE_SIZE
from unionhall.web.office import audit_words, filters, rail, trail
from unionhall.web.office.access import officer, staff_only

MOST_DIGITS = 18


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """404 unless he may read it: it is of all unions."""
    if not may_audit(officer(request)):
        raise Http404
    chosen = filters.read(
        request.GET,
        url=reverse("office:audit"),
        text_label=pgettext("audit", "Who"),
        stages=[(key, str(title)) for key, title in kinds.KINDS.items()],
        has_dates=True,
    )
    way = trail.read(request.GET)
    before = way.cursor if way.cursor.isdecimal() and len(way.cursor) <= MOST_DIGITS else ""
    found = selectors.entries(_asked(chosen), int(before) if before else None)
    entries = list(found[: PAGE_SIZE + 1])
    following = str(entries[PAGE_SIZE - 1].pk) if len(entries) > PAGE_SIZE else ""
    shown = entries[:PAGE_SIZE]
    known = audit_words.names(shown)
    return render(
        request,
        "office/audit.html",
        {
            **rail.frame(request),
            "filters": chosen,
            "stage_label": pgettext("audit", "Kind"),
            "rows": [_row(one, known) for one in shown],
            "previous_url": way.previous_url(chosen.address),
            "next_url": way.next_url(chosen.address, following),
        },
    )


def _asked(chosen: filters.Filters) -> selectors.Asked:
    first, last = chosen.first_day, chosen.last_day
    return selectors.Asked(
        kind=chosen.stage,
        who=chosen.q,
        since=timezone.make_aware(datetime.combine(first, time())) if first else None,
        until=timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
        if last
        else None,
    )


def _row(entry: AuditEntry, known: dict[str, str]) -> dict[str, Any]:
    return {
        "at": entry.at,
        "kind": kinds.KINDS.get(entry.kind, entry.kind),
        "who": _who(entry),
        "about": audit_words.about(entry, known),
        "details": audit_words.details(entry, known),
        "address": entry.address or "",
    }


def _who(entry: AuditEntry) -> str:
    if entry.actor_name == settings.SYSTEM_USERNAME:
        return _("The platform itself")
    return entry.actor_name or _("nobody signed in")
