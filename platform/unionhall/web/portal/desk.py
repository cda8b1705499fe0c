"""Opening one's own case: for reading, or for working on it while that is allowed.

The only place of the portal that asks `reports` for a case, so every page agrees on whose it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.reports.case_page import CasePage, case_page


class NotOpen(Exception):
    """The case is the user's own but cannot be worked on now."""

    def __init__(self, page: CasePage) -> None:
        super().__init__(page.case.key)
        self.key = page.case.key
        self.is_busy = page.working is not None and page.working.is_open


def open_case(user: Any, key: str) -> CasePage:
    """Return the applicant's page; Http404 for anybody else (staff have pages of their own).

    Raises `casework.refusals.NotYours`, which is a 404 as well.
    """
    page = case_page(user, key)
    if not page.is_starter:
        raise Http404
    return page


def open_draft(user: Any, key: str) -> CasePage:
    """Return the page of a case that may be filled in now; raises NotOpen otherwise."""
    page = open_case(user, key)
    if "edit" not in page.applicant_actions:
        raise NotOpen(page)
    return page


def drafting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to the case itself when it is handed in or closed: an old link is no error."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotOpen as closed:
            if not closed.is_busy:  # the page says that itself, and for how long
                messages.info(request, _("This application cannot be changed at present."))
            return HttpResponseRedirect(reverse("portal:case", args=[closed.key]))

    return opened
