"""What is agreed to before a workbook is handed in, and what was, in the very words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest

from unionhall.definitions import selectors as definitions
from unionhall.jobs.models import Job
from unionhall.language.model import Import
from unionhall.web.portal import consents


def ticked(request: HttpRequest) -> list[str]:
    return request.POST.getlist("consent")


def asked(import_: Import, given: Collection[str], *, posted: bool) -> list[consents.ConsentShown]:
    return [
        consents.one(consent, given=consent.key in given, must=posted)
        for consent in import_.consents
    ]


def agreed(job: Job) -> list[dict[str, Any]]:
    """Title and words as they stood when the workbook was handed in."""
    found = []
    for one in job.values.get("consents", ()):
        try:
            text = definitions.text_of_digest(one["digest"])
        except definitions.NotPublished:
            found.append({"title": one["text"], "body": ""})
            continue
        found.append({"title": text.title, "body": consents.html_of(text)})
    return found
