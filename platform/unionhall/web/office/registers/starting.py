"""A matter begun from the records of a list: the draft has those that were ticked as its lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from unionhall.cases.models import Case
from unionhall.casework import refusals
from unionhall.casework.lines.add import MOST_TICKED, Added, add, add_all
from unionhall.casework.registers.selection import Selection
from unionhall.casework.start import start
from unionhall.definitions.selectors import process_of
from unionhall.people.models import User
from unionhall.registers import listing as registers
from unionhall.web.office.access import officer
from unionhall.web.office.registers.desk import Desk

TOO_MANY = gettext_lazy(
    "So many cannot be taken along with these filters. Choose them here, or narrow the list first."
)
# More are put there by the query of the list itself, not key by key.
MOST_BY_KEY = 2000


def begin(
    request: HttpRequest, desk: Desk, chosen: tuple[str, ...] | Selection, process: str, key: str
) -> HttpResponse:
    """To the list of people of the new draft; to the guide of the matter where it cannot begin."""
    if process not in desk.listing.starts:
        raise Http404
    by, now = officer(request), timezone.now()
    try:
        case = start(process, by=by, now=now, key=key or None)
    except refusals.Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("portal:guide", process)
    added, refused_count, problem = 0, 0, ""
    try:
        for one in _added(case, desk, chosen, key, by, now):
            added, refused_count = added + one.added, refused_count + one.refused_count
    except refusals.Refused as refused:
        problem = refused.sentence
    _tell(request, added, refused_count, problem)
    return redirect("portal:lines", case.key)


def _added(
    case: Case, desk: Desk, chosen: tuple[str, ...] | Selection, key: str, by: User, now: datetime
) -> Iterator[Added]:
    """Put them there in portions; pressing again puts nobody there twice."""
    if isinstance(chosen, Selection):
        found = registers.matching(
            desk.register, desk.listing, desk.scope, chosen.filters, chosen.q
        )
        keys = tuple(islice(found, MOST_BY_KEY + 1))
        if len(keys) > MOST_BY_KEY:
            if chosen.filters.keys() - _known_to_picker(case):
                raise refusals.Refused("too-many-to-carry", str(TOO_MANY))
            yield add_all(case.key, chosen.filters, chosen.q, by=by, now=now, key=f"{key}-all")
            return
    else:
        keys = chosen
    for first in range(0, len(keys), MOST_TICKED):
        some = keys[first : first + MOST_TICKED]
        yield add(case.key, some, by=by, now=now, key=f"{key}-{first}" if key else None)


def _known_to_picker(case: Case) -> frozenset[str]:
    """Filters of the list that mean nothing there would be dropped, and more people be put there
    than the officer saw."""
    lines = process_of(case.revision).lines
    return frozenset(lines.picker.filters) if lines else frozenset()


def _tell(request: HttpRequest, added: int, refused: int, problem: str) -> None:
    put = ngettext("%(count)d person was put there.", "%(count)d people were put there.", added)
    if added:
        messages.success(request, put % {"count": added})
    if refused:
        left = _("%(count)d cannot be chosen and were left out.") % {"count": refused}
        messages.warning(request, left)
    if problem:
        messages.error(request, problem)
