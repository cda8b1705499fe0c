"""One case as the officer reads it: `reports.case_page` in words, tones and addresses.

Values are masked here (`forms.display`); nothing is read from the database but names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from unionhall.cases.models import Attachment, CaseStatus
from unionhall.engine.route import skipped
from unionhall.forms.control import RenderContext
from unionhall.forms.display import Row, sections
from unionhall.forms.layout import plan
from unionhall.forms.wording import words
from unionhall.reports.case_page import CasePage, MaterialRow, TimelineEntry
from unionhall.web.office import findings, tones
from unionhall.web.office.posted import Verdict
from unionhall.web.portal.steps import case_steps

PICTURES = ("image/jpeg", "image/png", "image/bmp")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`source`: where a prefilled value came from and when; "" for what was typed."""

    label: str
    text: str
    path: str
    source: str = ""
    is_changed: bool = False


def read(
    page: CasePage, context: RenderContext, verdicts: Mapping[str, Verdict] | None = None
) -> dict[str, Any]:
    """Return what `office/case.html` shows. `verdicts`: those ticked on the form, by material."""
    case, submission = page.case, page.submission
    return {
        "key": case.key,
        "number": case.number or "",
        "matter": page.process.title,
        "title": title_of(page),
        "starter": str(case.starter),
        "is_own": page.process.subject.source == "applicant",
        "submitted_at": submission.submitted_at if submission else case.submitted_at,
        "status": status_words(page),
        "tone": tones.of_status(case.status),
        "steps": case_steps(
            page.process,
            case.status,
            case.stage,
            skipped(page.process, page.answers, page.world),
        ),
        "sections": _sections(page, context),
        "decided": _decided(page, context),
        "changes": _changes(page, context),
        "verdicts": page.eligibility,
        "asked_at": submission.submitted_at if submission else None,
        "facts": findings.of(page, context),
        "timeline": [_event(entry) for entry in newest_first(page.timeline)],
        "materials": [_material(row, verdicts or {}) for row in _latest_first(page)],
        "in_charge": in_charge(page),
    }


def title_of(page: CasePage) -> str:
    """Return whose case it is: the first value of its summary, else the title of the matter."""
    return str(page.case.summary[0]) if page.case.summary else page.case.title


def status_words(page: CasePage) -> str:
    """A running case is named by its stage, any other by its state."""
    if page.case.status == CaseStatus.IN_PROGRESS and page.in_charge:
        return page.in_charge[0].stage
    return {
        CaseStatus.DRAFT: _("Draft"),
        CaseStatus.IN_PROGRESS: _("Under way"),
        CaseStatus.RETURNED: _("Returned for correction"),
        CaseStatus.WITHDRAWN: _("Withdrawn"),
        CaseStatus.COMPLETED: _("Finished"),
        CaseStatus.REJECTED: _("Not passed"),
    }[CaseStatus(page.case.status)]


def in_charge(page: CasePage) -> str:
    """Return one sentence: whose turn it is, or that it is over."""
    if page.working is not None and page.working.is_open:
        return _("It goes on as soon as the work on its list is done.")
    if page.in_charge:
        one = page.in_charge[0]
        where = _("{stage}: it is with {union} now.").format(stage=one.stage, union=one.union)
        return f"{where} {page.why_not}".strip()
    if page.case.status in (CaseStatus.RETURNED, CaseStatus.WITHDRAWN):
        return _("It is with the applicant, who can correct it and submit it again.")
    return _("It is closed.")


def _latest_first(page: CasePage) -> list[MaterialRow]:
    """A voucher handed in after a review is what the next officer looks at: before all that was
    handed in with the application."""
    first = {one.key for one in page.process.materials}
    return sorted(page.materials, key=lambda row: row.material.key in first)


def newest_first(entries: tuple[TimelineEntry, ...]) -> list[TimelineEntry]:
    found = list(entries)
    return found[::-1] if found and found[0].at <= found[-1].at else found


def _sections(page: CasePage, context: RenderContext) -> list[dict[str, Any]]:
    changed = {one.path for one in page.differences}
    origins = page.submission.origins if page.submission else {}
    return [
        _section(section.label, [_row(row, changed, origins) for row in section.rows])
        for section in sections(page.process, page.answers, context)
    ]


def _section(label: str, rows: list[ReadRow]) -> dict[str, Any]:
    """Say a source once, beside the heading, when most of the section comes from it."""
    filled = Counter(row.source for row in rows if row.source)
    shared, times = filled.most_common(1)[0] if filled else ("", 0)
    if times <= len(rows) // 2:
        return {"label": label, "rows": rows, "source": ""}
    told = [
        replace(
            row, source="" if row.source == shared else row.source or _("typed by the applicant")
        )
        for row in rows
    ]
    return {"label": label, "rows": told, "source": _("From {source}").format(source=shared)}


def _row(row: Row, changed: set[str], origins: Mapping[str, Any]) -> ReadRow:
    is_changed = row.path in changed or row.path.split("/")[0] in changed
    return ReadRow(row.label, row.text, row.path, source(origins.get(row.path)), is_changed)


def source(origin: Mapping[str, Any] | None) -> str:
    """Return "register of unions, 2026-11-20 09:30" for a prefilled value."""
    if not origin:
        return ""
    kind = str(origin.get("source", "")).partition(".")[0]
    name = {"applicant": _("identity record"), "union": _("union register")}.get(
        kind, _("registered data")
    )
    return f"{name} {moment(origin.get('at'))}".strip()


def moment(text: object) -> str:
    """Return an ISO instant as local day and time, "" for what is none."""
    at = parse_datetime(text) if isinstance(text, str) else text
    if not isinstance(at, datetime):
        return ""
    return f"{localtime(at) if at.tzinfo else at:%Y-%m-%d %H:%M}"


def _decided(page: CasePage, context: RenderContext) -> list[dict[str, Any]]:
    found = []
    for stage in page.process.stages:
        values = page.stage_values.get(stage.key)
        if values and stage.form is not None:
            rows = [
                ReadRow(row.label, row.text, row.path)
                for section in sections(page.process, values, context, stage=stage.key)
                for row in section.rows
            ]
            found.append({"label": stage.title, "rows": rows})
    return found


def _changes(page: CasePage, context: RenderContext) -> list[dict[str, str]]:
    compiled = plan(page.process)

    def shown(path: str, value: Any) -> str:
        control = compiled.control(path)
        return words(control, value, context) if control else ""

    return [
        {
            "title": one.title,
            "before": shown(one.path, one.before),
            "after": shown(one.path, one.after),
        }
        for one in page.differences
    ]


def _event(entry: TimelineEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "who": entry.by,
        "where": entry.union,
        "at": entry.at,
        "words": entry.reason,
        "tone": tones.of_event(entry.kind),
    }


def _material(row: MaterialRow, verdicts: Mapping[str, Verdict]) -> dict[str, Any]:
    ticked = verdicts.get(row.material.key)
    standing = {True: "accept", False: "correct", None: ""}[row.verdict]
    said = {"accept": (_("Accepted"), "success"), "correct": (_("To be corrected"), "warn")}
    text, tone = said.get(standing, ("", ""))
    return {
        "key": row.material.key,
        "title": row.material.title,
        "required": row.required,
        "files": [_file(file) for file in row.files],
        "verdict": text,
        "tone": tone,
        "reason": row.reason,
        "choice": ticked.choice if ticked else standing,
        "typed_reason": ticked.reason if ticked else row.reason,
    }


def _file(file: Attachment) -> dict[str, str]:
    is_picture = file.media_type in PICTURES
    return {
        "name": file.name,
        "url": reverse("portal:file", args=[file.key]),
        "preview_url": reverse("portal:file_preview", args=[file.key]) if is_picture else "",
    }
