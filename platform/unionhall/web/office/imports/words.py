"""Batches and rows of imports in words: states, counts, what is wrong and how to repair it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.casework.imports.batch import Batch
from unionhall.imports import selectors
from unionhall.imports.models import ImportRow, ReviewState, RowState
from unionhall.imports.selectors import Counts
from unionhall.jobs.models import OPEN, Job, JobState
from unionhall.language.masks import mask
from unionhall.web.office import jobs_words
from unionhall.workbooks.checks import name_column

TONES: Final[Mapping[str, str]] = {
    RowState.READ: "",
    RowState.PENDING: "info",
    RowState.CREATED: "success",
    RowState.UPDATED: "success",
    RowState.UNCHANGED: "",
    RowState.REJECTED: "danger",
    RowState.CANCELLED: "warn",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the workbook. `facts`: what it is known by, numbers masked."""

    number: int
    name: str
    facts: str
    state: str
    tone: str
    problems: list[Mapping[str, str]]


def batch_row(job: Job, counts: Counts) -> dict[str, Any]:
    return {
        "job": job,
        "url": reverse("office:import_batch", args=[job.key]),
        "state": state_of(job),
        "tone": tone_of(job),
        "title": job.file_name,
        "percent": jobs_words.percent_of(job) if is_moving(job) else None,
        "summary": summary(job, counts),
        "note": note(job),
    }


def is_moving(job: Job) -> bool:
    """Whether the worker goes on with it by itself."""
    return job.state in OPEN and _stage(job) is None


def state_of(job: Job) -> str:
    if job.state in OPEN and job.is_cancel_asked:
        return str(_("being stopped"))
    if job.state == JobState.DONE and job.result.get("is_refused"):
        return str(_("not taken"))
    if (stage := _stage(job)) is not None:
        return str(stage.label)
    return str(JobState(job.state).label)


def _stage(job: Job) -> ReviewState | None:
    """Waiting for approval, or returned; None for all that its own state says better."""
    found = selectors.review_of(job)
    states = {JobState.WAITING: ReviewState.WAITING, JobState.CANCELLED: ReviewState.RETURNED}
    is_told = found is not None and states.get(JobState(job.state)) == found.state
    return ReviewState(found.state) if found is not None and is_told else None


def tone_of(job: Job) -> str:
    if job.state == JobState.DONE and job.result.get("is_refused"):
        return "danger"
    return jobs_words.TONES.get(job.state, "")


def note(job: Job) -> str:
    """What to expect while it is not finished."""
    if _stage(job) == ReviewState.WAITING:
        return _("The rows were checked. They are imported when somebody else approved them.")
    if _stage(job) == ReviewState.RETURNED:
        found = selectors.review_of(job)
        return found.reason if found else ""
    if job.state == JobState.WAITING and job.run_at is not None and not job.started_at:
        return _("It is checked when the hours of the check begin.")
    if job.state in OPEN:
        return _("The rows are being checked. Please look again in about ten minutes.")
    return jobs_words.problem_of(job)


def summary(job: Job, counts: Counts) -> str:
    if job.state == JobState.DONE and job.result.get("is_refused"):
        return _("The whole workbook was refused; nothing was written.")
    parts = [ngettext("%(n)s row", "%(n)s rows", counts.total) % {"n": counts.total}]
    for count, words in (
        (counts.good, _("passed %(n)s")),
        (counts.rejected, _("failed %(n)s")),
        (counts.pending, _("waiting %(n)s")),
        (counts.cancelled, _("cancelled %(n)s")),
    ):
        if count:
            parts.append(words % {"n": count})
    return _(", ").join(parts)


def whole_note(batch: Batch, counts: Counts, again: int) -> str:
    """Of a workbook that is written whole or not at all: why nothing was, and what to do."""
    if batch.is_partial or batch.job.state in OPEN or not counts.rejected:
        return ""
    if again:
        return _(
            "Nothing was imported: all rows are written or none, and for some the check gave no"
            " answer. No row has an error of its own, so all of them can be tried again."
        )
    return _(
        "Nothing was imported: all rows are written or none. Correct the rows with errors, then"
        " hand in the whole workbook again."
    )


def facts(batch: Batch, counts: Counts) -> list[jobs_words.Row]:
    """Lines of the batch's own page."""
    job = batch.job
    numbers = (
        (_("Rows"), counts.total),
        (_("Added"), counts.created),
        (_("Updated"), counts.updated),
        (_("Unchanged"), counts.unchanged),
        (_("Failed"), counts.rejected),
        (_("Waiting"), counts.pending + counts.read),
        (_("Cancelled"), counts.cancelled),
    )
    return [
        jobs_words.Row(_("Union"), batch.union.name),
        jobs_words.Row(_("Handed in by"), str(job.by)),
        jobs_words.Row(_("Handed in at"), jobs_words.at(job.created_at)),
        *(jobs_words.Row(label, f"{n:,}") for label, n in numbers if n or label == _("Rows")),
    ]


def shown(batch: Batch, rows: Iterable[ImportRow]) -> Iterator[Shown]:
    import_ = batch.import_
    labels = dict(RowState.choices)
    hidden = {one.key: str(one.schema["x-sensitive"]) for one in import_.columns if _is_hidden(one)}
    stage = _stage(batch.job)
    for row in rows:
        values = batch.unsealed(row.values)
        kept = [mask(values[key], kind) for key, kind in hidden.items() if values.get(key)]
        state = row.state
        if batch.job.state == JobState.CANCELLED and state in (RowState.READ, RowState.PENDING):
            state = RowState.CANCELLED
        # good rows that nobody outside is asked about wait for whoever approves
        is_held = state == RowState.PENDING and row.due_at is None
        yield Shown(
            row.number,
            str(values.get(name_column(import_)) or ""),
            " · ".join(kept),
            str(stage.label if stage and is_held else labels[state]),
            TONES[state],
            list(row.problems),
        )


def _is_hidden(column: Any) -> bool:
    return bool(column.schema.get("x-sensitive"))


def errors(batch: Batch) -> list[dict[str, Any]]:
    """How often each error was found, the most frequent first: its cause tells it in general."""
    found = []
    for code, one in batch.job.result.get("errors", {}).items():
        entry = batch.import_.error(code)
        words = entry.cause if entry else code
        found.append({"text": f"{one['type']} · {words}", "count": one["count"]})
    return found
