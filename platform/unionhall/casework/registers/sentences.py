"""Why an action on a record cannot be done, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.casework.refusals import Refused
from unionhall.casework.sentences import SENTENCES as GENERAL

SENTENCES: Mapping[str, Any] = {
    "not-your-record": gettext_lazy(
        "Only staff of the union this record belongs to may do that. Please ask them."
    ),
    "not-your-union": gettext_lazy("You may not add records for this union. Choose another one."),
    "bad-state": gettext_lazy("This cannot be done in the present state of the record."),
    "not-now": gettext_lazy("This cannot be done with this record now."),
    "no-bulk": gettext_lazy("This is done record by record, not for many at once."),
    "nothing-chosen": gettext_lazy("No record is chosen. Please tick at least one."),
    "too-many-chosen": gettext_lazy("These are too many records. Please narrow the list down."),
    "not-found-record": gettext_lazy("This record is not there, or not for you to see."),
    "checks": gettext_lazy("The record does not keep the rules of the register."),
    "key-taken": gettext_lazy("The register has such a record already; nothing was changed."),
    "bad-key": gettext_lazy("This page is out of date. Please open it again."),
}


def refused(code: str, text: str = "") -> Refused:
    """`text`: the definition's own sentence, where it has one."""
    return Refused(code, text or sentence(code))


def sentence(code: str) -> str:
    known = SENTENCES.get(code) or GENERAL.get(code)
    return str(known) if known else _("This cannot be done now. Please open the page again.")
