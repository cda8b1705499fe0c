"""Why not, in words: sentences for the codes of the engine and the gate.

Each says what to do. Problems of single fields are worded by `forms.messages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.casework.refusals import Conflict, Invalid, Refused
from unionhall.engine.shapes import Refused as EngineRefused

SENTENCES: Mapping[str, Any] = {
    "illegal-action": gettext_lazy("This cannot be done in the present state of the application."),
    "not-withdrawable": gettext_lazy("The application cannot be withdrawn any more."),
    "own-case": gettext_lazy("You applied yourself, so a colleague has to decide."),
    "decided-before": gettext_lazy(
        "You decided an earlier stage of this application, so a colleague has to decide here."
    ),
    "not-your-task": gettext_lazy("This task is not addressed to you."),
    "reason-required": gettext_lazy("Please give the reason."),
    "reason-too-long": gettext_lazy("The reason is too long. At most 1000 characters, please."),
    "invalid-values": gettext_lazy("Please correct the marked entries."),
    "not-a-target": gettext_lazy("The application cannot be returned there."),
    "unknown-item": gettext_lazy("One of the items to correct does not exist on this form."),
    "no-actor": gettext_lazy(
        "Nobody is responsible for the next stage yet. Please call the union's help line; what "
        "you typed is kept."
    ),
    "no-branch": gettext_lazy(
        "The way of this application is not defined. Please call the union's help line."
    ),
    "route-loop": gettext_lazy(
        "The way of this application is not defined. Please call the union's help line."
    ),
    "expression-failed": gettext_lazy(
        "A rule of this form could not be worked out. Please call the union's help line."
    ),
    "materials-changed": gettext_lazy(
        "The materials have changed since you opened the page. Please look at them again."
    ),
    "not-editable": gettext_lazy("The application was submitted and cannot be changed now."),
    "locked-material": gettext_lazy("This material was accepted; only marked ones can be changed."),
    "unknown-material": gettext_lazy("This application does not ask for such a material."),
    "too-many-files": gettext_lazy("There are enough files for this material. Delete one first."),
    "locked-field": gettext_lazy("This entry cannot be changed now."),
    "unknown-lookup": gettext_lazy("There is no such list to choose from on this form."),
    "not-found-row": gettext_lazy("What you chose is not registered now. Please search again."),
    "consent-needed": gettext_lazy("Please agree to the text before choosing from this list."),
    "unknown-consent": gettext_lazy("This application does not ask for such an agreement."),
    "text-missing": gettext_lazy("The text to agree to is missing. Please call the help line."),
    "not-offered": gettext_lazy("This matter is not offered at present."),
    "not-a-starter": gettext_lazy("You cannot apply for this matter with your account."),
    "no-person": gettext_lazy("Your account belongs to no person. Please complete your profile."),
    "one-application": gettext_lazy("Without signing in one application is carried at a time."),
    "too-many-guests": gettext_lazy(
        "Many applications were begun from your network. Please sign in, try again later, or call"
        " the help line."
    ),
    "not-provable": gettext_lazy("This entry needs no code."),
    "bad-mobile": gettext_lazy("Please enter the 11 digits of your mobile number."),
    "wrong-code": gettext_lazy(
        "The code is wrong or no longer valid. Check it, or ask for a new one."
    ),
    "sms-too-soon": gettext_lazy(
        "Codes were sent to this number just now. Please wait a minute, then ask again."
    ),
    "sms-not-sent": gettext_lazy("The message could not be sent. Please try again in a moment."),
    "too-many-exports": gettext_lazy(
        "Several of your exports are being made. Please wait until one is ready."
    ),
    "export-outdated": gettext_lazy(
        "Your rights have changed since this file was made. Please export the list again."
    ),
    "being-worked-on": gettext_lazy(
        "The whole list of this application is being worked on. Please wait until that is done."
    ),
    "job-over": gettext_lazy("This work is over already."),
    "job-not-over": gettext_lazy("This work waits, runs or is done already."),
    "answer-stopped": gettext_lazy(
        "Somebody stopped applying this answer. Please call, or send the rest under another name."
    ),
    "file-gone": gettext_lazy("The file of this work was deleted. Please hand it in again."),
    "message-not-dead": gettext_lazy("This message is waiting already, or it has arrived."),
    "no-mobile": gettext_lazy("No mobile number was proven in this application."),
    "wrong-query-code": gettext_lazy("This query code is not the newest one."),
    "key-taken": gettext_lazy("The register has such a record already; nothing was changed."),
    "hook": gettext_lazy("What this decision calls does not exist; nothing was changed."),
    "register": gettext_lazy("The register did not accept the record; nothing was changed."),
    "exclusive": gettext_lazy("There is such an application already."),
    "submission": gettext_lazy("The application is not complete. Please correct what is marked."),
    "opinion": gettext_lazy("Please write between 2 and 200 characters."),
    "not-due": gettext_lazy("Nothing is due from you at this stage any more."),
    "lines-open": gettext_lazy(
        "Some entries of the list are not decided yet. Please decide each of them first."
    ),
    "no-lines-chosen": gettext_lazy("Please tick the entries you decide on first."),
    "too-many-lines-chosen": gettext_lazy("At most 500 entries can be decided on at once."),
    "lines-changed": gettext_lazy(
        "Some of these entries were decided meanwhile. Please look at the list again."
    ),
    "no-verdict": gettext_lazy("The answer has to say yes or no to the whole application."),
    "not-per-line": gettext_lazy("The answer has to speak of the whole application, not of lines."),
    "not-derived": gettext_lazy(
        "The application that follows from this decision cannot be begun; nothing was changed."
    ),
    "dispatch-not-dead": gettext_lazy("This was handed over already, or is about to be."),
    "locked-lines": gettext_lazy("The list of people was accepted and cannot be changed now."),
    "fixed-lines": gettext_lazy("This list is filled from the register and not by hand."),
    "no-union": gettext_lazy("Please say first which union this is about."),
    "not-your-list": gettext_lazy(
        "You have no right to see the list of this union. Its clerk or chair can apply."
    ),
    "too-many-ticked": gettext_lazy("Please tick at most 500 at a time, or choose all of them."),
    "no-match": gettext_lazy("People cannot be pasted or imported into this list."),
    "nothing-named": gettext_lazy(
        "There is nobody in it. Please paste one person to a line, with the whole number."
    ),
    "no-snapshot": gettext_lazy(
        "There is no published state of the register yet. It is published at the hour named above."
    ),
    "period": gettext_lazy("This is not open at present."),
    "too-many-drafts": gettext_lazy("You have many unfinished applications. Please delete some."),
}
UNKNOWN = gettext_lazy("This cannot be done now. Please open the page again.")


def sentence(code: str) -> str:
    return str(SENTENCES.get(code, UNKNOWN))


def refused(code: str) -> Refused:
    return Refused(code, sentence(code))


def from_engine(refusal: EngineRefused, first: str = "") -> Refused:
    """The engine's "no" as ours. `first` says who was first, where that is the reason."""
    if refusal.code == "already-decided":
        return Conflict("already-decided", first or _("This has been decided already."))
    if refusal.code == "invalid-values":
        return Invalid("invalid-values", sentence(refusal.code), refusal.params["problems"])
    return refused(refusal.code)
