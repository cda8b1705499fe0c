"""The kinds of journal entry: their values, and how they read to people.

What a kind does to the state of a case is the engine's (`engine.replay`); here are the words.
An entry never holds a sensitive value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.cases.models import JournalEntry
from unionhall.language.model import Process


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` names the event, `deed` what somebody did ("… by X: <deed>").

    `is_milestone`: it stands in the timeline people see. `is_staff`: done by an officer, whom
    the applicant sees only as his union. `is_outside`: between us and an outside system; who of
    us carried it is none of the applicant's business.
    """

    title: Any
    is_milestone: bool = False
    is_staff: bool = False
    is_outside: bool = False


# values -- started, saved {step}, chosen {path}, refreshed {paths}, consented {consent, text,
# digest}, proved {path}, attached / detached {material, name, digest}, moved {from, to}, copied
# {number}, submitted {round, number, submission}, withdrawn {round}, entered {round, waits, tasks},
# escalated {from, permission}, skipped {because}, approved {round, reason, action}, returned
# {round, reason, to, reenter, items}, rejected {round, reason}, called {hook}, completed {round},
# deleted {}, handed_in {round}, sent {hook, count}, not_sent {hook, problem}, answered {round,
# passed, failed, ignored, unknown, is_passed, reason}, answered_late {hook, ignored}, overdue
# {hook, reminders}, derived {process}, lines_decided {round, passed, failed, reason}, list_left
# {union, count}
KINDS: Mapping[str, Kind] = {
    "started": Kind(gettext_lazy("Application begun"), is_milestone=True),
    "copied": Kind(gettext_lazy("Copied from an earlier application")),
    "saved": Kind(gettext_lazy("Draft saved")),
    "chosen": Kind(gettext_lazy("Chosen from a list")),
    "refreshed": Kind(gettext_lazy("Registered data updated")),
    "consented": Kind(gettext_lazy("Agreed to a text")),
    "proved": Kind(gettext_lazy("Mobile number proven by a code")),
    "attached": Kind(gettext_lazy("File handed in")),
    "detached": Kind(gettext_lazy("File taken away")),
    "listed": Kind(gettext_lazy("List of people changed")),
    "list_left": Kind(gettext_lazy("People of another union on the list")),
    "moved": Kind(gettext_lazy("Moved to the newest form")),
    "submitted": Kind(gettext_lazy("Application submitted"), is_milestone=True),
    "withdrawn": Kind(gettext_lazy("Application withdrawn"), is_milestone=True),
    "entered": Kind(gettext_lazy("Stage reached"), is_milestone=True),
    "escalated": Kind(gettext_lazy("Passed on to a higher union"), is_milestone=True),
    "skipped": Kind(gettext_lazy("Stage skipped")),
    "approved": Kind(gettext_lazy("Approved"), is_milestone=True, is_staff=True),
    "returned": Kind(gettext_lazy("Returned"), is_milestone=True, is_staff=True),
    "rejected": Kind(gettext_lazy("Not passed"), is_milestone=True, is_staff=True),
    "called": Kind(gettext_lazy("Passed on to another part of the platform")),
    "completed": Kind(gettext_lazy("Completed"), is_milestone=True),
    "deleted": Kind(gettext_lazy("Application deleted")),
    "handed_in": Kind(gettext_lazy("Handed in"), is_milestone=True),
    "lines_decided": Kind(gettext_lazy("Entries of the list decided"), is_staff=True),
    "sent": Kind(gettext_lazy("Handed over to the outside"), is_milestone=True, is_outside=True),
    "not_sent": Kind(gettext_lazy("Could not be handed over to the outside")),
    "answered": Kind(gettext_lazy("Answer from outside"), is_milestone=True, is_outside=True),
    "answered_late": Kind(gettext_lazy("Late answer from outside, not taken")),
    "overdue": Kind(
        gettext_lazy("Answer from outside overdue"), is_milestone=True, is_outside=True
    ),
    "derived": Kind(gettext_lazy("Another application was begun from it"), is_milestone=True),
}
UNKNOWN = Kind(gettext_lazy("Entry"))
DECISIONS = tuple(key for key, kind in KINDS.items() if kind.is_staff)
# what somebody else may have to hear of
ANNOUNCED = frozenset(key for key, kind in KINDS.items() if kind.is_milestone) - {"started"}
CONSEQUENCES = ("entered", "escalated", "skipped", "called", "completed", "list_left")


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry in words. `sentence` is complete; `reason` is the officer's own text."""

    title: str
    sentence: str
    reason: str


def kind_of(entry: JournalEntry) -> Kind:
    return KINDS.get(entry.kind, UNKNOWN)


def read(entry: JournalEntry, process: Process, *, by_name: str) -> Reading:
    """`by_name` is what this reader may know of who did it."""
    kind = kind_of(entry)
    stage = stage_title(process, entry.stage)
    union = entry.union.name if entry.union else ""
    said = _said(entry, stage=stage, union=union, by=by_name) or str(kind.title)
    reason = str(entry.values.get("reason") or "")
    if entry.kind == "answered" and not reason:
        reason = said
    return Reading(_title(entry, stage) or str(kind.title), said, reason)


def stage_title(process: Process, key: str) -> str:
    """The title of a stage; its key when the definition shown has none of that name."""
    return next((stage.title for stage in process.stages if stage.key == key), key)


def _title(entry: JournalEntry, stage: str) -> str:
    if entry.kind == "entered":
        return stage
    if entry.kind == "handed_in":
        return _("Handed in: %(stage)s") % {"stage": stage}
    if entry.kind == "returned" and entry.values.get("to") != "applicant":
        return _("Returned to an earlier stage")
    return ""


def _said(entry: JournalEntry, **names: str) -> str:
    match entry.kind:
        case "started":
            return _("%(by)s began the application.") % names
        case "submitted" if entry.values.get("number"):
            number = str(entry.values["number"])
            return _("%(by)s submitted the application; its number is %(number)s.") % {
                **names,
                "number": number,
            }
        case "submitted":
            return _("%(by)s submitted the application.") % names
        case "withdrawn":
            return _("%(by)s withdrew the application.") % names
        case "entered" if entry.values.get("waits"):
            return _("Something is due from the applicant: %(stage)s.") % names
        case "entered" if entry.values.get("hook") and not names["union"]:
            return _("Waiting for an answer from outside: %(stage)s.") % names
        case "entered":
            return _("Now with %(union)s: %(stage)s.") % names
        case "handed_in":
            return _("%(by)s handed in what was due: %(stage)s.") % names
        case "answered" if "is_passed" not in entry.values:
            return _counted(entry)
        case "answered":
            is_passed = entry.values.get("is_passed")
            return _("The answer is yes.") if is_passed else _("The answer is no.")
        case "lines_decided":
            return _counted(entry)
        case "list_left":
            text = _("The application is now about {union}; {count} on the list are of another.")
            values = entry.values
            return text.format(union=values.get("union", ""), count=values.get("count", 0))
        case "escalated":
            return _("Nobody is responsible there, so it went to %(union)s.") % names
        case "approved":
            return _("%(by)s approved: %(stage)s.") % names
        case "returned" if entry.values.get("to") == "applicant":
            return _("%(by)s returned the application for correction.") % names
        case "returned":
            return _("%(by)s returned the application to an earlier stage.") % names
        case "rejected":
            return _("%(by)s did not pass the application.") % names
        case "completed":
            return _("The application is complete.")
        case "deleted":
            return _("%(by)s deleted the application.") % names
    return ""


def _counted(entry: JournalEntry) -> str:
    counts = {name: int(entry.values.get(name) or 0) for name in ("passed", "failed")}
    return _("%(passed)s passed, %(failed)s not.") % counts
