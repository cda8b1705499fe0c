"""Messages that did not arrive and are not tried any more: why, and sending one again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as toasts
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unionhall.casework.messaging.repeat import repeat as repeat_message
from unionhall.casework.messaging.watching import may_watch
from unionhall.language.masks import mask
from unionhall.messages import selectors
from unionhall.messages.models import Channel, Message
from unionhall.reports.paging import PAGE_SIZE
from unionhall.web.office import rail, trail
from unionhall.web.office.access import officer, staff_only


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """404 unless he watches over the platform."""
    if not may_watch(officer(request)):
        raise Http404
    way = trail.read(request.GET)
    found = selectors.undelivered()
    last = selectors.message(way.cursor)
    if last is not None:
        found = found.filter(pk__lt=last.pk)
    shown = list(found[: PAGE_SIZE + 1])
    following = shown[PAGE_SIZE - 1].key if len(shown) > PAGE_SIZE else ""
    return render(
        request,
        "office/undelivered.html",
        {
            **rail.frame(request),
            "rows": [_row(one) for one in shown[:PAGE_SIZE]],
            "previous_url": way.previous_url(_address),
            "next_url": way.next_url(_address, following),
        },
    )


def repeat(request: HttpRequest, message_key: str) -> HttpResponse:
    """404 for whoever may not, and for what is no message."""
    return _repeat(request, message_key)


@staff_only
def _repeat(request: HttpRequest, message_key: str) -> HttpResponse:
    if not may_watch(officer(request)) or selectors.message(message_key) is None:
        raise Http404
    return _send_again(request, message_key)


@require_POST
def _send_again(request: HttpRequest, message_key: str) -> HttpResponse:
    repeat_message(message_key, by=officer(request), now=timezone.now())
    toasts.success(request, _("The message will be sent again now."))
    return redirect("office:undelivered")


def _address(cursor: str = "", trail: str = "") -> str:
    url = reverse("office:undelivered")
    return f"{url}?cursor={cursor}&trail={trail}" if cursor else url


def _row(one: Message) -> dict[str, Any]:
    return {
        "key": one.key,
        "at": one.created_at,
        "channel": Channel(one.channel).label,
        "to": _to(one),
        "title": one.title,
        "problem": _problem(one.problem),
        "tries": one.tries,
    }


def _to(one: Message) -> str:
    if one.recipient is not None and not one.address:
        return str(one.recipient)
    return mask(one.address, "mobile" if one.channel == Channel.SMS else "email")


def _problem(code: str) -> str:
    words = {
        "number": _("Held a number of a person, so it was not sent; the number is masked now."),
        "no-address": _("This person has no such address any more."),
        "refused": _("The gateway refuses this message or address."),
        "timeout": _("The gateway did not answer."),
        "closed": _("The gateway was outside its hours."),
        "limited": _("The gateway takes no more at present."),
        "down": _("The gateway was out of order."),
    }
    return words.get(code, _("It failed for a reason that stands in the log."))
