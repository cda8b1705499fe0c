"""我的权限: what one holds, who gave it and until when; why somebody may or may not, where.

Whoever manages staff may ask about people at the unions he manages; support, which reads the audit
trail of the whole city, about anybody. What was asked about others stands in that trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permissions import gate, groups, managing
from permissions.sentences import sentence
from unionhall.casework.messaging.watching import may_audit
from unionhall.casework.staff.asking import ask, may_ask
from unionhall.language.masks import mask
from unionhall.organisation.models import Union
from unionhall.organisation.selectors import union_by_key
from unionhall.people.models import Person
from unionhall.people.selectors import person_by_key
from unionhall.reports import staff as report
from unionhall.web.office import rail
from unionhall.web.office.access import officer, staff_only


@dataclass(frozen=True, slots=True)
class Held:
    """What was given together, as a line of the table."""

    rights: tuple[str, ...]
    union: str
    given_by: str
    given_on: date | None
    last_day: date | None
    source: str

    @property
    def source_title(self) -> str:
        titles = {"chair": _("By the union register"), "code": _("Activation code")}
        return titles.get(self.source, _("By the platform"))


@dataclass(frozen=True, slots=True)
class Answer:
    right: str
    allowed: bool
    sentence: str


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Own rights; a POST asks about a person at a union (no names in addresses)."""
    user = officer(request)
    unions, is_support = report.unions_to_manage(user, managing.MANAGE_STAFF, ""), may_audit(user)
    union = _asked_union(request)
    text = (request.POST.get("q") or "")[:60]
    person = _asked_person(request, union)
    people = [] if person else _people(union, text, is_support=is_support)
    if person and union:
        ask(person, union, by=user, now=timezone.now())
    context = {
        **rail.frame(request),
        "held": _held(request.user),
        "unions": unions,
        "union": union,
        "q": text,
        "people": [(one, mask(one.mobile, "mobile"), place) for one, place in people],
        "person": person,
        "asked": request.method == "POST" and bool(text or person),
        "answers": _answers(person, union) if person and union else [],
        "may_ask": bool(unions) or is_support,
        "is_support": is_support,
    }
    return render(request, "office/why.html", context)


def _asked_union(request: HttpRequest) -> Union | None:
    """Only one he may ask about; whatever else was sent is as if nothing was."""
    union = union_by_key(request.POST.get("union"))
    return union if union is not None and may_ask(officer(request), union) else None


def _people(union: Union | None, text: str, *, is_support: bool) -> list[tuple[Person, Union]]:
    """Who was meant, with the union it is about."""
    if union is not None and text:
        return [(one, union) for one in report.people_at(union, text)]
    return report.people_anywhere(text) if is_support and text else []


def _asked_person(request: HttpRequest, union: Union | None) -> Person | None:
    person = person_by_key(request.POST.get("person"))
    if person is None or union is None or not report.belongs_to(person, union):
        return None
    return person


def _held(user: object) -> list[Held]:
    """Rights that came together at one union are one line."""
    together: dict[tuple[str, str, date | None, date | None, str], list[str]] = {}
    for grant, union in gate.held(user):
        end = grant.expires_at
        last = timezone.localdate(end - timedelta(seconds=1)) if end else None
        given = timezone.localdate(grant.granted_at) if grant.granted_at else None
        came = (union.name, grant.granted_by, given, last, grant.source)
        together.setdefault(came, []).append(grant.codename)
    return [Held(tuple(groups.in_words(codenames)), *came) for came, codenames in together.items()]


def _answers(person: Person, union: Union) -> list[Answer]:
    user = report.account_of(person)
    answers = []
    for group in groups.offered():
        for codename in groups.codenames(group):
            verdict = gate.explain_at(user, union, codename)
            right = groups.in_words([codename])[0]
            answers.append(Answer(right, verdict.allowed, sentence(verdict)))
    return sorted(answers, key=lambda one: not one.allowed)
