"""The message centre (SC-17): what happened to one's matters, each leading there (X3-58)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from permissions import gate
from unionhall.cases import selectors as cases
from unionhall.casework.messaging.read import read
from unionhall.messages import selectors
from unionhall.messages.models import Message
from unionhall.reports.paging import PAGE_SIZE, Count
from unionhall.web.portal import rows
from unionhall.web.portal.own import written_by
from unionhall.web.requests import SignedRequest
from unionhall.web.shell import unread

UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the list shows it; `leads` when there is a matter to open."""

    key: str
    title: str
    text: str
    at: object
    is_unread: bool
    leads: bool


def inbox(request: SignedRequest) -> HttpResponse:
    """All of them or the unread ones, newest first, keyset pages."""
    tab = UNREAD if request.GET.get("tab") == UNREAD else ""
    found = selectors.inbox(request.user, only_unread=bool(tab))
    last = selectors.of_inbox(request.user, request.GET.get("page", "")[: rows.CURSOR])
    if last is not None:
        found = found.filter(pk__lt=last.pk)
    shown = list(found[: PAGE_SIZE + 1])
    following = shown[PAGE_SIZE - 1].key if len(shown) > PAGE_SIZE else ""
    waiting = unread(request)
    context = {
        "section": "messages",
        "tab": tab,
        "tabs": _tabs(tab, waiting),
        "rows": [_listed(one) for one in shown[:PAGE_SIZE]],
        **rows.pager(following, request),
    }
    return render(request, "portal/messages.html", context)


def open_message(request: SignedRequest, key: str) -> HttpResponse:
    """Read one and go where it leads. 404 for a message of somebody else."""
    message = selectors.of_inbox(request.user, key)
    if message is None:
        raise Http404
    return _open(request, message)


@require_POST
def _open(request: SignedRequest, message: Message) -> HttpResponse:
    read([message.key], by=request.user, now=timezone.now())
    if not message.case_key:
        return redirect("portal:messages")
    case = cases.loaded(message.case_key)
    if case is not None and case.starter_id == request.user.pk:
        return redirect("portal:case", case.key)
    if case is not None and gate.may_view(request.user, case).allowed:
        return redirect("office:case", case.key)
    own = written_by(request.user, case.number or "") if case is not None else []
    if own:  # he is one of many people of it: what came of it for him
        return redirect(own[0])
    toasts.info(request, _("This application cannot be opened with your present rights."))
    return redirect("portal:messages")


@require_POST
def read_all(request: SignedRequest) -> HttpResponse:
    count = read(None, by=request.user, now=timezone.now())
    if count:
        said = ngettext(
            "%(count)d message marked as read.", "%(count)d messages marked as read.", count
        )
        toasts.success(request, said % {"count": count})
    return redirect("portal:messages")


def _tabs(current: str, waiting: Count) -> list[rows.Tab]:
    return [
        rows.Tab(_("All"), "?", None, not current),
        rows.Tab(_("Unread"), f"?tab={UNREAD}", waiting, bool(current)),
    ]


def _listed(one: Message) -> Listed:
    is_unread = one.read_at is None
    return Listed(one.key, one.title, one.text, one.created_at, is_unread, bool(one.case_key))
