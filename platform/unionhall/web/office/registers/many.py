"""One action on many records: the ticked ones, or all that match. Asked once, told one by one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.casework import refusals
from unionhall.casework.registers.act_on_many import act_on_many as act
from unionhall.casework.registers.preview import Preview, preview
from unionhall.casework.registers.selection import Selection
from unionhall.engine.problem import Problem
from unionhall.forms.surroundings import surroundings
from unionhall.language.model import RecordAction
from unionhall.web.office import rail
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.posted import cleaned, stage_values
from unionhall.web.office.registers import asked, forms, links, starting
from unionhall.web.office.registers.acting import LONGEST_KEY, LONGEST_REASON
from unionhall.web.office.registers.desk import Desk, open_list
from unionhall.web.records import cells

MOST_TICKED = 200


@staff_only
def act_on_many(request: HttpRequest, register_key: str, list_key: str) -> HttpResponse:
    """POST only; whoever comes by the address bar is led to the list."""
    desk = open_list(request, register_key, list_key)
    if request.method != "POST" or "_back" in request.POST:
        return HttpResponseRedirect(_list_url(request, desk))
    if "_start" in request.POST:
        return _start(request, desk)
    action = next((a for a in desk.bulk if a.key == request.POST.get("_action")), None)
    if action is None:
        raise Http404
    selection = _selection(request, desk)
    if not selection:
        return _nothing(request, desk, action)
    press = Press(request, desk, action, selection)
    try:
        return press.done() if "_confirmed" in request.POST else press.ask()
    except refusals.NotYours:
        raise
    except refusals.Refused as refused:
        return _nothing(request, desk, action, sentence=refused.sentence)


def _start(request: HttpRequest, desk: Desk) -> HttpResponse:
    selection = _selection(request, desk)
    if not selection:
        messages.error(request, _("Nothing is ticked. Tick records in the list and press again."))
        return HttpResponseRedirect(_list_url(request, desk))
    key = (request.POST.get("_key") or "")[:LONGEST_KEY]
    return starting.begin(request, desk, selection, request.POST.get("_start") or "", key)


def _selection(request: HttpRequest, desk: Desk) -> tuple[str, ...] | Selection | None:
    """Raises BadRequest when the form's own fields were tampered with."""
    if "_all" in request.POST:
        kept = asked.read(desk.register, desk.listing, _kept(request.POST))
        return Selection(desk.listing.key, kept.filters, kept.q)
    ticks = tuple(dict.fromkeys(request.POST.getlist("_tick")[:MOST_TICKED]))
    if any(len(one) > 64 or not one.isascii() for one in ticks):
        raise BadRequest("tick")
    return ticks or None


def _kept(post: QueryDict) -> QueryDict:
    """The filters of the list, carried along as `_kept-<name>`."""
    found = QueryDict(mutable=True)
    for name in post:
        if name.startswith("_kept-"):
            found[name.removeprefix("_kept-")] = post.get(name) or ""
    return found


def _list_url(request: HttpRequest, desk: Desk) -> str:
    kept = _kept(request.POST) if request.method == "POST" else QueryDict()
    chosen = asked.read(desk.register, desk.listing, kept)
    return asked.address(desk, chosen).with_()


class Press:
    """One action on one selection."""

    def __init__(
        self,
        request: HttpRequest,
        desk: Desk,
        action: RecordAction,
        selection: tuple[str, ...] | Selection,
    ) -> None:
        self.request, self.desk, self.action = request, desk, action
        self.selection = selection
        self.context = surroundings(today=timezone.localdate().isoformat())
        self.reason = cleaned(request.POST.get("_reason") or "", LONGEST_REASON + 1)
        self.key = (request.POST.get("_key") or "")[:LONGEST_KEY] or secrets.token_urlsafe(16)
        post = stage_values(request.POST) if "_confirmed" in request.POST else None
        self.form = forms.of(desk, action, None, self.context, post, None)

    @cached_property
    def seen(self) -> Preview:
        return preview(
            self.desk.key,
            self.action.key,
            self.selection,
            by=officer(self.request),
            now=timezone.now(),
        )

    def ask(
        self,
        problems: tuple[Problem, ...] = (),
        sentence: str = "",
        reason_problem: str = "",
    ) -> HttpResponse:
        """What will happen to how many, who they are, and what is still asked."""
        seen = self.seen
        if not seen.able:
            return _nothing(self.request, self.desk, self.action, seen.reasons)
        names = [cells.name_of(self.desk.register, row, self.context) for row in seen.first]
        ticks = self.selection if isinstance(self.selection, tuple) else ()
        told = bool(problems or sentence or reason_problem)
        context: dict[str, Any] = {
            **_frame(self.request, self.desk, self.action),
            # of very many the first are asked: the others are told about afterwards
            "count": seen.total - seen.unable,
            "able": seen.able,
            "unable": seen.unable,
            "reasons": seen.reasons,
            "names": names,
            "more": max(seen.total - seen.unable - len(names), 0),
            "ticks": ticks,
            "is_all": not ticks,
            "fields": self.form.html(problems, level=2) if self.form else "",
            "problems": self.form.summary(problems) if self.form else (),
            "sentence": sentence,
            "reason": self.reason[:LONGEST_REASON],
            "reason_problem": reason_problem,
            "key": self.key,
            "tone": "danger" if self.action.do == "remove" else "primary",
        }
        status = 422 if told else 200
        return render(self.request, "office/registers/many.html", context, status=status)

    def done(self) -> HttpResponse:
        if self.form is not None and self.form.problems:
            return self.ask(self.form.problems)
        if self.action.reason == "required" and not self.reason:
            return self.ask(reason_problem=_("Please give the reason."))
        if len(self.reason) > LONGEST_REASON:
            return self.ask(reason_problem=_("The reason has at most 1,000 characters."))
        found = self._problems()
        if found:
            return self.ask(found)
        try:
            result = act(
                self.desk.key,
                self.action.key,
                self.selection,
                self.form.values if self.form else {},
                self.reason,
                by=officer(self.request),
                now=timezone.now(),
                key=self.key,
            )
        except refusals.Invalid as invalid:
            return self.ask(invalid.problems, "" if invalid.problems else invalid.sentence)
        except refusals.Refused as refused:
            return self.ask(sentence=refused.sentence)
        context = {
            **_frame(self.request, self.desk, self.action),
            "result": result,
            "refused": [
                {"url": _record_url(self.desk, key), "name": name, "sentence": sentence}
                for key, name, sentence in result.refused
            ],
            "more": max(result.refused_count - len(result.refused), 0),
            "job_url": links.job_address(result.job.key) if result.job else "",
        }
        return render(self.request, "office/registers/many_done.html", context)

    def _problems(self) -> tuple[Problem, ...]:
        """Told beside the fields before anything is done, not once per record afterwards."""
        if self.form is None or not self.seen.first:
            return ()
        return forms.problems(self.desk, self.action, self.seen.first[0], self.form.values)


def _nothing(
    request: HttpRequest,
    desk: Desk,
    action: RecordAction,
    reasons: Sequence[tuple[str, int]] = (),
    sentence: str = "",
) -> HttpResponse:
    unable = sum(count for _sentence, count in reasons)
    context = {**_frame(request, desk, action), "reasons": reasons, "unable": unable}
    context["sentence"] = sentence
    return render(request, "office/registers/many_empty.html", context, status=422)


def _record_url(desk: Desk, key: str) -> str:
    return reverse("office:register_record", args=[desk.key, key])


def _frame(request: HttpRequest, desk: Desk, action: RecordAction) -> dict[str, Any]:
    return {
        **rail.frame(request, desk.address),
        "desk": desk,
        "action": action,
        "list_url": _list_url(request, desk),
        "select_url": reverse("office:register_many", args=[desk.key, desk.listing.key]),
        "kept": [(f"_kept-{name}", value) for name, value in _kept(request.POST).items()],
        "crumbs": [
            (_("Workbench"), reverse("office:home")),
            (desk.listing.title, desk.address),
            (action.title, ""),
        ],
    }
