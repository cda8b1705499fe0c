"""The queue of one process: three tabs, one row of filters, a keyset page."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.reports import queue as report
from unionhall.web import current_post
from unionhall.web.office import columns, filters, rail, tones, trail
from unionhall.web.office.access import officer, staff_only, union_names
from unionhall.web.shell import waiting

SOON_DAYS, LATE_DAYS = 5, 10


@staff_only
def show(request: HttpRequest, process_key: str) -> HttpResponse:
    """404 for a process he holds no grant for: nobody learns that it exists."""
    matter = next((one for one in waiting(request) if one.key == process_key), None)
    if matter is None:
        raise Http404
    tab = request.GET.get("tab", "")
    tab = tab if tab in report.TABS else report.TABS[0]
    query = request.GET.copy()
    usual = current_post.current_union(request)
    if usual is not None:
        query.setdefault("union", usual.name)
    chosen = filters.read(
        query,
        url=reverse("office:queue", args=[process_key]),
        tab=tab,
        text_label=_("Number or name"),
        unions=union_names(request),
        stages=[(stage.key, stage.title) for stage in matter.stages],
        has_dates=True,
    )
    way = trail.read(request.GET)
    found = report.queue_of(officer(request), matter.process, tab, _criteria(chosen), way.cursor)
    shown = columns.columns_of(matter.process, found.rows)
    context = {
        **rail.frame(request),
        "matter": matter.title,
        "tabs": _tabs(found, chosen),
        "filters": chosen,
        "titles": shown.titles,
        "rows": _rows(found, tab, shown),
        "has_stages": len(found.stages) > 1,
        "bulk": _bulk(found) if tab == "waiting" else (),
        "bulk_url": reverse("office:bulk", args=[process_key]),
        "empty": _empty(tab, chosen),
        "open_title": _("Review") if tab == "waiting" else _("View"),
        "age_title": _("Waiting for") if tab == "waiting" else _("Result"),
        "lead": _lead(tab),
        "previous_url": way.previous_url(chosen.address),
        "next_url": way.next_url(chosen.address, found.next),
    }
    return render(request, "office/queue.html", context)


def _bulk(found: report.Queue) -> tuple[tuple[str, str], ...]:
    """What may be pressed on ticked rows: each action of a row of this page once."""
    return tuple(dict.fromkeys(action for row in found.rows for action in row.bulk))


def _criteria(chosen: filters.Filters) -> report.Filters:
    return report.Filters(
        text=chosen.q,
        union=chosen.union,
        stage=chosen.stage,
        since=chosen.first_day,
        until=chosen.last_day,
    )


def _tabs(found: report.Queue, chosen: filters.Filters) -> list[dict[str, object]]:
    titles = {"waiting": _("To review"), "done": _("Reviewed"), "returned": _("Being corrected")}
    return [
        {
            "title": titles[tab],
            "url": chosen.address(tab=tab),
            "count": found.counts.get(tab),
            "current": tab == found.tab,
        }
        for tab in report.TABS
    ]


def _lead(tab: str) -> str:
    return _("Who waits longest comes first.") if tab == "waiting" else _("Newest first.")


def _rows(found: report.Queue, tab: str, shown: columns.Columns) -> list[dict[str, object]]:
    now = timezone.now()
    return [{**_row(row, tab, now), "cells": shown.cells(row)} for row in found.rows]


def _row(row: report.QueueRow, tab: str, now: datetime) -> dict[str, object]:
    days = max((now - row.entered_at).days, 0)
    is_waiting = tab == "waiting"
    late = " queue__age--late" if days >= LATE_DAYS else ""
    late = late or (" queue__age--soon" if days >= SOON_DAYS else "")
    at = timezone.localtime(row.entered_at if is_waiting else row.done_at or row.entered_at)
    return {
        "number": row.number,
        "tick": f"{row.task_id}.{row.version}.{row.case_key}" if row.bulk else "",
        "url": reverse("office:case", args=[row.case_key]),
        # who applies for himself is named by the application already
        "starter": "" if row.starter in row.summary else row.starter,
        "union": row.union,
        "stage": row.stage,
        "tone": "info" if is_waiting else tones.of_status(row.status),
        "at": f"{at:%Y-%m-%d %H:%M}",
        "at_iso": at.isoformat(timespec="seconds"),
        "age": age(days) if is_waiting else row.outcome,
        "age_class": late if is_waiting else "",
    }


def age(days: int) -> str:
    if days == 0:
        return _("today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _empty(tab: str, chosen: filters.Filters) -> dict[str, str]:
    if chosen.is_set:
        return {
            "icon": "magnifying-glass",
            "title": _("Nothing matches these filters"),
            "text": _("Change or clear the filters to see more."),
            "url": chosen.clear_url,
            "action": _("Clear the filters"),
        }
    titles = {
        "waiting": _("Nothing waits here"),
        "done": _("Nothing was reviewed yet"),
        "returned": _("Nothing is being corrected"),
    }
    texts = {
        "waiting": _("New applications appear here as soon as they are submitted."),
        "done": _("What you and your colleagues decide is listed here."),
        "returned": _("What is returned stays here until the applicant submits it again."),
    }
    return {"icon": "inbox", "title": titles[tab], "text": texts[tab], "url": "", "action": ""}
