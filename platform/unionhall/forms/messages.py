"""Every code of a problem as a sentence that repeats the label and says what to do.

The definition's own sentence wins (language.md 5.8). A code without an entry gets the general
sentence; a test enumerates the codes of engine and forms so that none is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from unionhall.engine.problem import Problem
from unionhall.forms.control import Control
from unionhall.forms.fields.date import spoken
from unionhall.forms.fields.money import yuan
from unionhall.forms.layout import Plan

GENERAL = gettext_noop("{title}: please check this answer.")

SENTENCES: Mapping[str, str] = {
    # nothing there
    "required": gettext_noop("{title}: please fill this in."),
    "unavailable": gettext_noop(
        "{title}: the register has no value for it. Use [Refresh], or ask the union in charge to"
        " complete its records."
    ),
    "not-verified": gettext_noop(
        "{title}: please prove this number: have a code sent to it and enter the code."
    ),
    # cannot be stored
    "type": gettext_noop("{title}: this kind of answer does not fit here. Please enter it again."),
    "bad-characters": gettext_noop(
        "{title}: it contains characters that cannot be stored. Please delete and retype them."
    ),
    "unknown-field": gettext_noop(
        "The page sent “{title}”, which this form does not ask. Please reload the page and try"
        " again."
    ),
    "number-too-large": gettext_noop("{title}: the number is too large. Please check it."),
    "not-a-number": gettext_noop("{title}: please enter a number, such as 12."),
    "not-whole": gettext_noop("{title}: please enter a whole number, without decimals."),
    "not-money": gettext_noop("{title}: please enter an amount in yuan, such as 1234.50."),
    "money-decimals": gettext_noop("{title}: at most two decimals, such as 1234.50."),
    "not-a-date": gettext_noop("{title}: please enter a date such as 2026-03-05."),
    "no-such-date": gettext_noop("{title}: this day is not in the calendar. Please check it."),
    "choice": gettext_noop("{title}: please choose one of the options offered."),
    "too-many-items": gettext_noop("{title}: at most {limit}. Please delete some."),
    # does not fit the definition
    "too-few-items": gettext_noop("{title}: at least {limit}. Please add some."),
    "too-long": gettext_noop("{title}: at most {limit} characters. Please shorten it."),
    "too-short": gettext_noop("{title}: at least {limit} characters. Please complete it."),
    "too-small": gettext_noop("{title}: at least {limit}. Please check it."),
    "too-large": gettext_noop("{title}: at most {limit}. Please check it."),
    "pattern": gettext_noop("{title}: this is not written as required. Please check it."),
    "format": gettext_noop("{title}: this is not written as required. Please check it."),
    "not-a-multiple": gettext_noop("{title}: it must be a multiple of {limit}."),
    "const": gettext_noop("{title}: please tick this to go on."),
    "invalid": gettext_noop("{title}: this does not fit the other answers. Please check them."),
    "check": gettext_noop("{title}: this does not fit the other answers. Please check them."),
    # of the whole application
    "expression-failed": gettext_noop(
        "{title}: the system could not check this. Your answers are kept; please tell the help"
        " desk."
    ),
    "eligibility": gettext_noop("Condition not met: {title}."),
    "eligibility-pending": gettext_noop(
        "Condition not checked yet: {title}. Please complete the form first."
    ),
    "material-missing": gettext_noop("{title}: please upload this material."),
    "material-one-of-missing": gettext_noop("Please upload one of these materials: {titles}."),
    "too-few-lines": gettext_noop("{title}: at least {limit} must be on the list."),
    "too-many-files": gettext_noop("{title}: at most {limit} files. Please delete some."),
}

REASONS: Mapping[str, str] = {
    # codes of a format's check that deserve a sentence of their own
    "checksum": gettext_noop(
        "{title}: the check digit does not fit, so some character is wrong. Please compare again."
    ),
    "old-number": gettext_noop(
        "{title}: this is an old 15-digit number. Please enter the new one."
    ),
    "future": gettext_noop("{title}: the date of birth in it lies in the future. Please check it."),
}

REQUIRED: Mapping[str, str] = {
    # what to do about a missing value, where filling in is not the word
    "choice": gettext_noop("{title}: please choose."),
    "multi_choice": gettext_noop("{title}: please choose."),
    "boolean": gettext_noop("{title}: please choose."),
    "address": gettext_noop("{title}: please choose."),
    "lookup": gettext_noop("{title}: please choose."),
    "file": gettext_noop("{title}: please upload this material."),
    "table": gettext_noop("{title}: please add at least one row."),
}

FORMATS: Mapping[str, str] = {
    "cn-resident-id": gettext_noop(
        "{title}: please enter the 18 characters of the ID card; the last may be X."
    ),
    "cn-id-document": gettext_noop("{title}: please enter the number as printed on the document."),
    "cn-mobile": gettext_noop("{title}: please enter the 11 digits of a mobile number."),
    "cn-uscc": gettext_noop("{title}: please enter the 18 characters of the credit code."),
    "cn-bank-card": gettext_noop("{title}: please enter the 13 to 19 digits of the card."),
    "cn-bank-account": gettext_noop("{title}: please enter the 8 to 32 digits of the account."),
    "cn-bank-branch": gettext_noop("{title}: please enter the 12 digits of the branch number."),
    "cn-person-name": gettext_noop(
        "{title}: please enter the name as on the identity document, 2 to 50 characters."
    ),
    "email": gettext_noop("{title}: please enter an e-mail address such as name@example.test."),
    "date": SENTENCES["not-a-date"],
    "region": gettext_noop("{title}: please choose a region down to the last level."),
}


def sentence(problem: Problem, plan: Plan | None = None) -> str:
    """The problem as one Chinese sentence. Never raises for any parameters."""
    title = _title(problem, plan)
    if problem.text:
        return problem.text if not title or title in problem.text else f"{title}：{problem.text}"
    template = SENTENCES.get(problem.code, GENERAL)
    control = _control(problem.path, plan)
    if problem.code == "required" and control is not None:
        is_tick = control.kind == "boolean" and control.leaf.get("const") is True
        template = SENTENCES["const"] if is_tick else REQUIRED.get(control.kind, template)
    if problem.code == "format":
        name = str(problem.params.get("format", "")).partition(":")[0]
        template = FORMATS.get(name, template)
        template = REASONS.get(str(problem.params.get("reason", "")), template)
    params = dict(problem.params)
    is_money = control is not None and control.kind == "money"
    if is_money and isinstance(params.get("limit"), int):
        params["limit"] = _("{amount} yuan").format(amount=yuan(params["limit"]))
    return _(template).format_map(_Words(params, title))


class _Words(dict[str, Any]):
    """Parameters as words: lists joined, absent ones a dash instead of an error."""

    def __init__(self, params: Mapping[str, Any], title: str) -> None:
        super().__init__({key: _word(value) for key, value in params.items()})
        self["title"] = title

    def __missing__(self, key: str) -> str:
        return "—"


def _word(value: Any) -> str:
    if isinstance(value, list | tuple):
        return _("; ").join(str(item) for item in value)
    return spoken(value)


def _control(path: str, plan: Plan | None) -> Control | None:
    """The control of a field; of a cell the one of its column."""
    control = plan.control(path.split("/")[0]) if plan else None
    if control is None or "/" not in path:
        return control
    column = path.rsplit("/", 1)[-1]
    return next((one for one in control.columns if one.path == column), control)


def _title(problem: Problem, plan: Plan | None) -> str:
    """The label of a field, as the layout calls it; a cell says its row too."""
    said = str(problem.params.get("title") or "")
    head, *rest = problem.path.split("/")
    control = plan.control(head) if plan else None
    if control is None:
        return said or problem.path
    if len(rest) != 2 or not rest[0].isdecimal():
        return control.label
    column = next((c.label for c in control.columns if c.path == rest[1]), said or rest[1])
    return _("{table}, row {row}, {column}").format(
        table=control.label, row=int(rest[0]) + 1, column=column
    )
