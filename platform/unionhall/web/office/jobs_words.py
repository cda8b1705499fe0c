"""Jobs in words: what they are called, how far they are, why they failed, where they lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.casework.jobs import notes
from unionhall.casework.jobs.asking import may_steer
from unionhall.casework.sentences import SENTENCES, sentence
from unionhall.jobs import handlers, selectors
from unionhall.jobs.models import OPEN, Job, JobState
from unionhall.people.models import User

TONES: Final[Mapping[str, str]] = {
    JobState.WAITING: "",
    JobState.RUNNING: "info",
    JobState.DONE: "success",
    JobState.CANCELLED: "warn",
    JobState.FAILED: "danger",
}
EXPORTS: Final = ("export", "export-case")
# Kinds with a page of their own that says more, beside the kinds that are shown by `office:job`
OF_APPLICANTS: Final = (
    "submit", "hand_in", "add_all_lines", "name_lines", "fill_lines", "check_lines"
)  # fmt: skip
PLACES: Final[Mapping[str, Callable[[Job], str]]] = {
    "case": lambda job: reverse(
        "portal:case" if selectors.said(job, "verb") in OF_APPLICANTS else "office:case",
        args=[job.about.removeprefix("case:")],
    ),
    "import": lambda job: reverse("office:import_batch", args=[job.key]),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One job as a row of the list, and as the head of its own page."""

    job: Job
    title: str
    about: str
    state: str
    tone: str
    percent: int | None
    problem: str
    url: str
    is_open: bool
    is_stopping: bool
    may_cancel: bool
    may_repeat: bool
    file_url: str
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    text: str


def shown(job: Job, user: User) -> Shown:
    is_open = job.state in OPEN
    steers = may_steer(user, job)
    is_stopping = is_open and job.is_cancel_asked
    is_undone = job.state in (JobState.FAILED, JobState.CANCELLED)
    return Shown(
        job=job,
        title=title_of(job),
        about=selectors.said(job, "title"),
        state=str(_("being stopped") if is_stopping else JobState(job.state).label),
        tone=TONES.get(job.state, ""),
        percent=percent_of(job),
        problem=problem_of(job),
        url=_place(job),
        is_open=is_open,
        is_stopping=is_stopping,
        may_cancel=steers and is_open and not is_stopping,
        may_repeat=steers and is_undone and not (job.file_name and not job.stored_name),
        file_url=_file(job, user),
        next_try=job.run_at if job.state == JobState.WAITING and job.problem else None,
    )


def facts(job: Job) -> list[Row]:
    """When, by whom, for which union, with what result: lines of the job's own page."""
    done = f"{job.done:,}"
    if job.total:
        done = _("%(done)s of %(total)s") % {"done": done, "total": f"{job.total:,}"}
    lines = [
        (_("Asked by"), "" if job.by.is_system else str(job.by)),
        (_("Union"), job.union.name if job.union else ""),
        (_("Asked at"), at(job.created_at)),
        (_("Begun at"), at(job.started_at)),
        (_("Ended at"), at(job.ended_at)),
        (_("Progress"), done if job.done and job.state != JobState.DONE else ""),
        (_("Tried"), _("%(count)s times in a row") % {"count": job.failures + 1})
        if job.failures
        else ("", ""),
        (_("File"), job.file_name),
        (_("The file is deleted at"), at(job.expires_at) if job.stored_name else ""),
        *_result(job),
    ]
    return [Row(label, text) for label, text in lines if text]


def _result(job: Job) -> list[tuple[str, str]]:
    words = {
        "rows": _("Rows"),
        "done": _("Done"),
        "refused": _("Turned down"),
        "passed": pgettext("answers", "passed"),
        "failed": pgettext("answers", "not passed"),
        "ignored": pgettext("answers", "Passed over"),
        "unknown": _("Lines of no batch"),
    }
    counted = ((words.get(key, ""), value) for key, value in job.result.items())
    return [(word, f"{value:,}") for word, value in counted if word and type(value) is int]


def at(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def title_of(job: Job) -> str:
    kind = handlers.kind(job.kind)
    return str(kind.title) if kind and kind.title else _("Background work")


def percent_of(job: Job) -> int | None:
    """None while nobody knows how much there is; 100 only when it is done."""
    if job.state == JobState.DONE:
        return 100
    note = notes.read(job) if job.state == JobState.RUNNING else None
    done, total = note or (job.done, job.total)
    return min(99, done * 100 // total) if total else None


def problem_of(job: Job) -> str:
    if not job.problem:
        return str(job.result.get("sentence", ""))
    words: Mapping[str, Any] = {
        "worker-lost": _("The worker broke off several times while it did this."),
        "no-handler": _("Nobody knows how to do this work any more."),
        "not-allowed": _("The right this needs is not held any more."),
    }
    if job.problem in SENTENCES:
        return sentence(job.problem)
    return str(words.get(job.problem) or _("It failed for a reason that stands in the log."))


def _place(job: Job) -> str:
    special = PLACES.get(job.kind)
    return special(job) if special else reverse("office:job", args=[job.key])


def _file(job: Job, user: User) -> str:
    """Of exports, only for who asked for it; other kinds show their files on their own page."""
    is_there = job.state == JobState.DONE and bool(job.stored_name)
    if is_there and job.by_id == user.pk and job.kind in EXPORTS:
        return reverse("office:export_file", args=[job.key])
    return ""
