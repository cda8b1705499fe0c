"""One action on one record, or a new record: the small form, the question, the result.

The form is made of the definition. What was typed is never lost: a refusal shows the page again,
with each problem beside its field.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permissions import gate
from unionhall.casework import refusals
from unionhall.casework.registers import reach
from unionhall.casework.registers.act import act as act_on
from unionhall.casework.registers.add_record import add_record
from unionhall.engine.problem import Problem
from unionhall.forms.surroundings import surroundings
from unionhall.language.model import RecordAction
from unionhall.organisation.models import Union
from unionhall.registers.rows import Row
from unionhall.web.office import rail
from unionhall.web.office.access import officer, staff_only
from unionhall.web.office.posted import cleaned, stage_values
from unionhall.web.office.registers import forms
from unionhall.web.office.registers.desk import Desk, open_register
from unionhall.web.office.registers.record import crumbs, open_record
from unionhall.web.records import cells

LONGEST_REASON = 1000
LONGEST_KEY = 40
METHODS = ["GET", "HEAD", "POST"]


@staff_only
@require_http_methods(METHODS)
def add(request: HttpRequest, register_key: str, action_key: str) -> HttpResponse:
    """A new record of one of the unions he may add to."""
    desk = open_register(request, register_key)
    action = _action(desk, action_key, is_new=True)
    work = Work(request, desk, action, None)
    return work.done() if request.method == "POST" else work.draw()


@staff_only
@require_http_methods(METHODS)
def act(request: HttpRequest, register_key: str, record_key: str, action_key: str) -> HttpResponse:
    desk, row = open_record(request, register_key, record_key)
    action = _action(desk, action_key, is_new=False)
    work = Work(request, desk, action, row)
    if not reach.may_act(desk.register, action, row, gate.of(request.user)):
        raise Http404
    if action not in desk.actions_on(row):
        return work.refused_at_once()
    return work.done() if request.method == "POST" else work.draw()


def _action(desk: Desk, key: str, *, is_new: bool) -> RecordAction:
    action = next((one for one in desk.actions if one.key == key), None)
    if action is None or (action.do == "add") is not is_new:
        raise Http404
    return action


class Work:
    """One press: what stands on the page and where it leads."""

    def __init__(
        self, request: HttpRequest, desk: Desk, action: RecordAction, row: Row | None
    ) -> None:
        self.request, self.desk, self.action, self.row = request, desk, action, row
        self.context = surroundings(today=timezone.localdate().isoformat())
        post = stage_values(request.POST) if request.method == "POST" else None
        self.reason = cleaned(request.POST.get("_reason") or "", LONGEST_REASON + 1)
        self.key = (request.POST.get("_key") or "")[:LONGEST_KEY] or secrets.token_urlsafe(16)
        self.unions = reach.places(desk.register, action, desk.user) if row is None else []
        self.union = self._union()
        self.form = forms.of(desk, action, row, self.context, post, self.union)

    def _union(self) -> Union | None:
        if self.row is not None:
            return self.row.union
        wanted = self.request.POST.get("_union") or self.request.GET.get("union") or ""
        found = next((one for one in self.unions if one.key == wanted), None)
        return found or (self.unions[0] if len(self.unions) == 1 else None)

    @property
    def version(self) -> int | None:
        typed = self.request.POST.get("_version") or ""
        is_number = typed.isascii() and typed.isdecimal() and len(typed) < 16
        return int(typed) if is_number else None

    @property
    def back_url(self) -> str:
        if self.row is None:
            return self.desk.address
        return reverse("office:register_record", args=[self.desk.key, self.row.key])

    def done(self) -> HttpResponse:
        if self.form is not None and self.form.problems:
            return self.draw(self.form.problems)
        if self.row is None and len(self.unions) > 1 and self.union is None:
            return self.draw(sentence=_("Please choose the union."))
        if self.action.reason == "required" and not self.reason:
            return self.draw(reason_problem=_("Please give the reason."))
        if len(self.reason) > LONGEST_REASON:
            return self.draw(reason_problem=_("The reason has at most 1,000 characters."))
        try:
            where = self._write()
        except refusals.NotYours:
            raise
        except refusals.Invalid as invalid:
            return self.draw(invalid.problems, "" if invalid.problems else invalid.sentence)
        except refusals.Refused as refused:
            return self.draw(sentence=refused.sentence)
        messages.success(self.request, _("%(action)s: recorded.") % {"action": self.action.title})
        return HttpResponseRedirect(where)

    def _write(self) -> str:
        answers = self.form.values if self.form else {}
        common: dict[str, Any] = {
            "by": officer(self.request),
            "now": timezone.now(),
            "key": self.key,
        }
        if self.row is None:
            union = self.union.key if self.union else None
            made = add_record(self.desk.key, self.action.key, union, answers, self.reason, **common)
            # what a table of the platform got has its key from there
            known = [self.desk.key, made]
            return reverse("office:register_record", args=known) if made else self.desk.address
        act_on(
            self.desk.key,
            self.action.key,
            self.row.key,
            answers,
            self.reason,
            version=self.version if self.version is not None else self.row.version,
            **common,
        )
        return self.desk.address if self.action.do == "remove" else self.back_url

    def refused_at_once(self) -> HttpResponse:
        """The state is another one now, or it is kept elsewhere: told, nothing to fill in."""
        assert self.row is not None
        state, _tone = cells.state_of(self.desk.register, self.row.state)
        usual = _("This cannot be done while the state is “{state}”.").format(state=state)
        return self.draw(sentence=self.action.refusal or usual, is_open=False)

    def draw(
        self,
        problems: tuple[Problem, ...] = (),
        sentence: str = "",
        *,
        reason_problem: str = "",
        is_open: bool = True,
    ) -> HttpResponse:
        row, action = self.row, self.action
        name = cells.name_of(self.desk.register, row, self.context) if row else ""
        told = bool(problems or sentence or reason_problem)
        if row is not None and is_open:
            forms.record_look(self.desk, action, row)
        return render(
            self.request,
            "office/registers/action.html",
            {
                **rail.frame(self.request, self.desk.address),
                "desk": self.desk,
                "action": action,
                "row": row,
                "name": name,
                "heading": _("{action}: {case}").format(action=action.title, case=name)
                if name
                else action.title,
                "crumbs": crumbs(self.desk, action.title, row),
                "is_open": is_open,
                "tone": "danger" if action.do == "remove" else "primary",
                "fields": self.form.html(problems, level=2) if self.form else "",
                "problems": self.form.summary(problems) if self.form else (),
                "sentence": sentence,
                "reason": self.reason[:LONGEST_REASON],
                "reason_problem": reason_problem,
                "unions": self.unions if len(self.unions) > 1 else [],
                "union": self.union,
                "key": self.key,
                "version": row.version if row else "",
                "back_url": self.back_url,
                "shows_clear": row is not None and forms.shows_clear(self.desk, action),
            },
            status=422 if told else 200,
        )
