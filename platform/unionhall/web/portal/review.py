"""Answers, materials and problems of a case as the pages show them: read, not typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.cases import selectors
from unionhall.casework import refusals
from unionhall.casework.due import Due
from unionhall.engine.prefill import Change
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import APPLICANT
from unionhall.forms.display import sections as answered
from unionhall.forms.layout import plan
from unionhall.forms.messages import sentence as worded
from unionhall.forms.summary import entries
from unionhall.forms.surroundings import surroundings
from unionhall.forms.wording import words
from unionhall.reports.case_page import CasePage, MaterialRow
from unionhall.reports.case_parts import material_rows
from unionhall.web.portal import samples
from unionhall.web.portal.frame import LINES, MATERIALS, by_time

_TONES = {
    "returned": "warn",
    "withdrawn": "warn",
    "rejected": "danger",
    "completed": "success",
    "approved": "success",
    "submitted": "info",
}


def read_sections(page: CasePage) -> list[Any]:
    """Return the answers by section, masked, then what was handed in at later stages."""
    around = surroundings(page.case)
    found = list(answered(page.process, page.answers, around))
    for stage in page.process.stages:
        values = page.stage_values.get(stage.key)
        if values and stage.kind == APPLICANT:
            for section in answered(page.process, values, around, stage=stage.key):
                found.append(replace(section, label=section.label or stage.title, step=""))
    return found


def sections(page: CasePage) -> list[dict[str, Any]]:
    """Return the same with the address where each section is changed (【修改】)."""
    key = page.case.key
    return [
        {
            "label": section.label,
            "rows": section.rows,
            "url": reverse("portal:form", args=[key, section.step]) if section.step else "",
        }
        for section in answered(page.process, page.state.answers, surroundings(page.case))
    ]


def items(page: CasePage, wrong: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the rows of the materials table; `wrong`: sentence by material key."""
    return [
        {
            "number": number,
            "material": row.material,
            "required": row.required,
            "files": row.files,
            "open": row.is_open,
            "returned": row.reason if row.verdict is False else "",
            "wrong": (wrong or {}).get(row.material.key, ""),
            "accept": ",".join(f".{kind}" for kind in _endings(row)),
            "sample_url": _sample(page, row),
        }
        for number, row in enumerate(page.materials, 1)
    ]


def due_items(page: CasePage, found: Due, wrong: dict[str, str]) -> list[dict[str, Any]]:
    """Return the rows of what a stage asks for, with the files that are there and the verdicts of
    a later stage on them; `wrong`: sentence by material key."""
    files = selectors.attachments(page.case)
    rows = material_rows(page.case, found.items, files, None)
    return [
        {
            "material": row.material,
            "required": row.required,
            "files": row.files,
            "returned": row.reason if row.verdict is False else "",
            "wrong": wrong.get(row.material.key, ""),
            "accept": ",".join(f".{kind}" for kind in _endings(row)),
            "is_full": len(row.files) >= row.material.max_files,
        }
        for row in rows
    ]


def file_problems(items: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what is wrong with files, for the summary at the top."""
    return [
        {"text": item["wrong"], "href": f"#material-{item['material'].key}"}
        for item in items
        if item["wrong"]
    ]


def sentence(problem: Problem, page: CasePage) -> str:
    return worded(problem, plan(page.process))


def _endings(row: MaterialRow) -> list[str]:
    kinds = list(row.material.accept)
    return kinds + ["jpeg"] if "jpg" in kinds else kinds


def _sample(page: CasePage, row: MaterialRow) -> str:
    if samples.find(page.process, row.material) is None:
        return ""
    return reverse("portal:sample", args=[page.process.key, row.material.key])


def timeline(page: CasePage) -> list[dict[str, Any]]:
    """Return the entries as the timeline component reads them."""
    return [
        {
            "title": entry.title,
            "who": entry.by,
            "where": entry.union,
            "at": entry.at,
            "words": entry.reason,
            "tone": _TONES.get(entry.kind, ""),
        }
        for entry in by_time(page)
    ]


def sorted_problems(page: CasePage, problems: Iterable[Problem]) -> dict[str, Any]:
    """Return the entries of the error summary: what blocks and what only warns."""
    key = page.case.key

    def url_of(step: str) -> str:
        if step == MATERIALS:
            return reverse("portal:materials", args=[key])
        if step == LINES:
            return reverse("portal:lines", args=[key])
        return reverse("portal:form", args=[key, step])

    found = entries(problems, plan(page.process), url_of=url_of)
    return {
        "problems": [entry for entry in found if not entry.is_warning],
        "warnings": [entry for entry in found if entry.is_warning],
    }


def problems_of(refusal: refusals.Refused) -> tuple[Problem, ...]:
    """Return all problems of a refused submission; one that names none is a problem itself."""
    if isinstance(refusal, refusals.Invalid) and refusal.problems:
        return refusal.problems
    return (Problem(refusal.code, "", {}, refusal.sentence),)


def change_row(page: CasePage, change: Change) -> dict[str, Any]:
    """Return one difference of a refresh in words, masked like everywhere else."""
    control = plan(page.process).control(change.path)
    context = surroundings(page.case)

    def spoken(value: Any) -> str:
        if value is None:
            return _("(none)")
        return words(control, value, context) if control else str(value)

    return {
        "path": change.path,
        "title": change.title,
        "before": spoken(change.before),
        "after": spoken(change.after),
    }
