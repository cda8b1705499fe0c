"""Forms of accounts as data: one `Entry` a field, and what is wrong with which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from unionhall.engine.problem import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One field. `options`: (value, words) of a list. `sends`: has the button of a code beside it.

    A password is never written back into a page.
    """

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    help: str = ""
    autocomplete: str = "off"
    inputmode: str = ""
    maxlength: int = 100
    required: bool = True
    options: Sequence[tuple[str, str]] = ()
    sends: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the summary, as `components/form-errors.html` takes it."""

    text: str
    href: str


def secret(name: str, label: str, *, new: bool = False, help_text: str = "") -> Entry:
    autocomplete = "new-password" if new else "current-password"
    return Entry(
        name, label, kind="password", autocomplete=autocomplete, maxlength=128, help=help_text
    )


def mobile(name: str, label: str, value: str = "", help_text: str = "") -> Entry:
    return Entry(*(name, label, value, "tel", help_text, "tel-national", "numeric"), maxlength=20)


def code() -> Entry:
    """A code by SMS, with its button."""
    return Entry(
        *("code", _("Verification code"), "", "text"),
        help=_("The 6 digits of the message, valid for 10 minutes"),
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=6,
        sends=True,
    )


def marked(entries: Iterable[Entry], problems: Iterable[Problem]) -> list[Entry]:
    """The entries with what is wrong with each."""
    wrong = {problem.path: problem.text or "" for problem in problems}
    return [replace(entry, error=wrong.get(entry.name, "")) for entry in entries]


def summary(problems: Iterable[Problem]) -> list[Told]:
    return [Told(problem.text or "", f"#{problem.path}") for problem in problems]


def page(
    request: HttpRequest,
    template: str,
    entries: Iterable[Entry],
    problems: Sequence[Problem] = (),
    *,
    refusal: str = "",
    status: int = 200,
    **shown: object,
) -> HttpResponse:
    """The form again with everything that is wrong, or for the first time."""
    context = {
        "section": "account",
        "entries": marked(entries, problems),
        "problems": summary(problems),
        "refusal": refusal,
        **shown,
    }
    code = status if status != 200 else 422 if problems or refusal else 200
    return render(request, template, context, status=code)
