"""Why a core table cannot be changed so, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from unionhall.casework.refusals import Refused

SENTENCES: Mapping[str, Any] = {
    "already-member": gettext_lazy(
        "This person is a member of another union already. A transfer is needed, not joining."
    ),
    "not-a-member": gettext_lazy("This person has no membership that could be changed."),
    "same-union": gettext_lazy("This person is a member of that union already."),
    "bad-membership-state": gettext_lazy("The membership cannot change to that state from here."),
    "bad-date": gettext_lazy("The membership cannot end before it began. Please check the date."),
    "union-closed": gettext_lazy("That union was dissolved. Please choose another one."),
    "no-such-union": gettext_lazy("There is no such union. Please choose one from the list."),
    "misplaced": gettext_lazy(
        "A union of this kind cannot stand there. Groups and branches belong to a grass-roots"
        " union, an online home of members to a town union."
    ),
    "tree-cycle": gettext_lazy("A union cannot be moved below itself. Please choose another one."),
    "same-parent": gettext_lazy("The union stands below that one already."),
    "name-taken": gettext_lazy(
        "There is a union of this name below the same higher union. Please choose another name."
    ),
    "code-taken": gettext_lazy("This credit code is registered for another union or unit."),
    "document-taken": gettext_lazy(
        "This document belongs to another person. Please check the number."
    ),
    "mobile-taken": gettext_lazy(
        "This mobile number belongs to another account. Please give another number."
    ),
    "no-account": gettext_lazy("This person has no account."),
    "administrator": gettext_lazy(
        "This is an account of an administrator: no application changes its mobile number. A second"
        " administrator does it in person."
    ),
    "root-stays": gettext_lazy("The highest union cannot be moved, merged or dissolved."),
    "has-children": gettext_lazy(
        "Unions stand below this one. Please move or dissolve them first."
    ),
    "has-open-cases": gettext_lazy(
        "Applications of this union are still under way. Please decide them first."
    ),
    "has-members": gettext_lazy(
        "This union still has members. Please transfer them, or merge the union into another one."
    ),
}


def refused(code: str) -> Refused:
    return Refused(code, str(SENTENCES[code]))
