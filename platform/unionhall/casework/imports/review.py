"""Somebody else says yes before the good rows of a batch become records.

The worker asks when every row was looked at; whoever holds the right on the union above approves
or returns. Never he who handed the workbook in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from permissions import gate, grants
from unionhall import audit
from unionhall.casework.imports.batch import KIND, Batch
from unionhall.casework.imports.sentences import refused
from unionhall.casework.imports.take import Hold
from unionhall.casework.refusals import NotYours
from unionhall.definitions import selectors as definitions
from unionhall.engine import import_rows
from unionhall.engine.names import FAILURES
from unionhall.imports import selectors, store
from unionhall.imports.models import BatchReview, ReviewState, RowState
from unionhall.jobs import selectors as job_selectors
from unionhall.jobs import store as jobs
from unionhall.jobs.models import Job, JobState
from unionhall.language.model import Import
from unionhall.messages import store as messages
from unionhall.messages import wake
from unionhall.organisation import selectors as organisation
from unionhall.organisation.models import Union
from unionhall.people.models import User

LONGEST_REASON: Final = 1000


def passed(job: Job, *, by: User, now: datetime, hold: Hold) -> bool:
    """Whether the good rows may be written; asks somebody when nobody was asked yet."""
    if not by.is_system:
        raise PermissionError("only the platform itself asks for a review")
    batch = Batch(job, now)
    if batch.import_.review is None or not selectors.has(job, RowState.PENDING):
        return True
    with transaction.atomic():
        hold()
        review = BatchReview.objects.filter(job=job).first()
        if review is not None and review.state != ReviewState.RETURNED:
            return review.state == ReviewState.APPROVED
        name = codename(batch.import_)
        union, people = _reviewers(batch, name)
        store.ask_review(job, union, name, now=now)
        _ask(batch, people)
    return False


def approve(job_key: str, *, by: User, now: datetime) -> None:
    """The worker writes the rows. Raises NotYours, Refused: import-own, import-not-waiting."""
    batch, review = opened(job_key, by=by, now=now)
    _may(batch, by)
    with transaction.atomic():
        is_mine = store.decide_review(review, ReviewState.APPROVED, by=by, now=now)
        if not is_mine or not jobs.take_up(batch.job):
            raise refused("import-not-waiting")
        _tell(batch, by, "approve", "")
    wake.worker(wake.JOBS)


def give_back(job_key: str, reason: str, *, by: User, now: datetime) -> None:
    """Nothing is written; whoever handed it in reads why. Raises NotYours, Refused: import-own,
    import-not-waiting, import-reason."""
    batch, review = opened(job_key, by=by, now=now)
    _may(batch, by)
    words = " ".join(reason.split())[:LONGEST_REASON]
    if not words:
        raise refused("import-reason")
    with transaction.atomic():
        is_mine = store.decide_review(review, ReviewState.RETURNED, by=by, now=now, reason=words)
        if not is_mine or not jobs.end_waiting(batch.job, JobState.CANCELLED, now=now):
            raise refused("import-not-waiting")
        store.end_open(batch.job)
        _tell(batch, by, "return", words)


def opened(job_key: str, *, by: User, now: datetime) -> tuple[Batch, BatchReview]:
    """For whoever may review it, also when it is decided. Raises NotYours."""
    job = job_selectors.job(job_key)
    review = selectors.review_of(job) if job is not None and job.kind == KIND else None
    if job is None or review is None or not may_review(by, review):
        raise NotYours
    return Batch(job, now), review


def reviewed_by(user: User) -> Q | None:
    """Which reviews he may do; None: he holds the right of no published import."""
    names = {codename(one) for one in definitions.imports() if one.review is not None}
    scopes = {name: gate.of(user).scope(name) for name in sorted(names)}
    held = [Q(codename=n) & gate.within(scope, "union") for n, scope in scopes.items() if scope]
    return reduce(or_, held) if held else None


def codename(import_: Import) -> str:
    assert import_.review is not None
    return f"{import_.review.permission}_{import_.matter_group}"


def may_review(user: User, review: BatchReview) -> bool:
    return gate.of(user).scope(review.codename).covers(review.union_id, review.union.path)


def _may(batch: Batch, by: User) -> None:
    if batch.job.by_id == by.pk:
        raise refused("import-own")


def _reviewers(batch: Batch, name: str) -> tuple[Union, frozenset[int]]:
    """The first union from the one named upwards where somebody else holds the right; the top one
    while nobody does."""
    chain = organisation.chain(_named(batch))
    held = grants.holders([name], chain, batch.now)
    for union in chain:
        others = held.get((union.key, name), frozenset()) - {batch.job.by_id}
        if others:
            return union, others
    return chain[-1], frozenset()


def _named(batch: Batch) -> Union:
    assert batch.import_.review is not None
    try:
        place = import_rows.ask(batch.import_, batch.import_.review.at, batch.names)
    except FAILURES:
        place = None
    key = place.get("id") if isinstance(place, Mapping) else None
    return organisation.union_by_key(key) or organisation.chain(batch.union)[-1]


def _ask(batch: Batch, people: frozenset[int]) -> None:
    title = _("An import waits for your approval")
    text = _("{union} handed in “{file}” ({title}). Please look at it and approve or return it.")
    told = text.format(union=batch.union.name, file=batch.job.file_name, title=batch.import_.title)
    for user in User.objects.filter(pk__in=people):
        dedupe = f"import:{batch.job.key}:asked:{batch.now.isoformat()}:{user.pk}"
        messages.queue("inbox", title, told, dedupe=dedupe, now=batch.now, recipient=user)


def _tell(batch: Batch, by: User, deed: str, reason: str) -> None:
    values = {"deed": deed, "import": batch.import_.key, "union": batch.union.name}
    audit.record(
        "import",
        by=by,
        now=batch.now,
        about=f"job:{batch.job.key}",
        values={**values, "reason": reason},
    )
    file = batch.job.file_name
    if deed == "approve":
        title = _("Your import was approved")
        text = _("“{file}” was approved; its rows are being imported.").format(file=file)
    else:
        title = _("Your import was returned")
        text = _("“{file}” was returned: {reason}. Nothing was imported.").format(
            file=file, reason=reason
        )
    dedupe = f"import:{batch.job.key}:{deed}:{batch.now.isoformat()}"
    messages.queue("inbox", title, text, dedupe=dedupe, now=batch.now, recipient=batch.job.by)
