"""Taking an application back, deleting it: what is asked once, naming what goes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.cases import selectors as cases
from unionhall.engine import actions
from unionhall.reports.case_page import CasePage


def withdrawal(page: CasePage) -> dict[str, str]:
    """The words of 【撤回】, or of 【撤销删除】 where withdrawing deletes."""
    if actions.deletes(page.process):
        return {
            "ask": _("Withdraw and delete this application?"),
            "text": _(
                "It leaves the union's queue and is deleted: {lost}. This cannot be undone; you can"
                " begin a new one. What was handed in stays in the archive."
            ).format(lost=_(", ").join(_lost(page))),
            "verb": _("Withdraw and delete"),
            "tone": "danger",
        }
    return {
        "ask": _("Withdraw this application?"),
        "text": _(
            "It leaves the union's queue and comes back to you. You can correct it and submit"
            " again; nothing is lost."
        ),
        "verb": _("Withdraw"),
        "tone": "primary",
    }


def deletion() -> dict[str, str]:
    """The words of 【删除】."""
    return {
        "ask": _("Delete this application?"),
        "text": _(
            "It disappears with everything filled in, and this cannot be undone. "
            "Only what was handed in before stays on record."
        ),
        "verb": _("Delete"),
        "tone": "danger",
    }


def _lost(page: CasePage) -> list[str]:
    people, files = page.case.line_count, len(cases.attachments(page.case))
    lost = [_("everything filled in")]
    if people:
        count = ngettext("the list of {count} person", "the list of {count} people", people)
        lost.append(count.format(count=people))
    if files:
        lost.append(ngettext("{count} file", "{count} files", files).format(count=files))
    return lost
