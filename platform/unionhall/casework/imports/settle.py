"""The end of an import: what came of it, as the job keeps it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db import transaction

from unionhall.imports import selectors, store
from unionhall.imports.models import RowState
from unionhall.jobs.models import Job

MOST_KINDS = 50


def result_of(job: Job) -> dict[str, Any]:
    """Counts, and how often each error of the catalogue was found: {code: {type, message, count}}.

    The message of the first row stands for all; no personal number is in the result of a job, so
    only its type is kept."""
    found: Counter[str] = Counter()
    types: dict[str, str] = {}
    for row in selectors.rejected(job):
        for problem in row.problems:
            found[problem["code"]] += 1
            types.setdefault(problem["code"], problem.get("type", ""))
    header = selectors.header(job)
    return {
        "is_refused": header is not None and header.state == RowState.REJECTED,
        "counts": asdict(selectors.counts(job)),
        "errors": {
            code: {"type": types[code], "count": count}
            for code, count in found.most_common(MOST_KINDS)
        },
    }


def drop_rest(job: Job) -> int:
    """What nobody decided yet ends cancelled; what is written stays. To be called when the job
    was cancelled while it ran."""
    with transaction.atomic():
        return store.end_open(job, RowState.CANCELLED)
