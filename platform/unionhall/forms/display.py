"""Answers to be read, not typed: sections of label and words, masked where sensitive.

Used by the check page, the case page and the page of the officer. Order and headings are those
of the layout; what is not relevant is not in `answers` and so not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from unionhall.engine.paths import is_absent, read
from unionhall.forms.control import Control, RenderContext
from unionhall.forms.layout import Parts, Plan, Section, plan
from unionhall.forms.wording import words
from unionhall.language.model import Process


@dataclass(frozen=True, slots=True)
class Row:
    """`path` is the field (`rows/0/name` for a cell); `text` is "" where nothing was answered."""

    label: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """`step` is the key of the step in which the answers are given."""

    label: str
    rows: tuple[Row, ...]
    step: str = ""


def sections(
    process: Process,
    answers: Mapping[str, Any],
    context: RenderContext,
    *,
    stage: str = "",
    layout: str = "uischema",
    shown: frozenset[str] | None = None,
) -> list[ReviewSection]:
    """Sections with their rows.

    `shown`: paths to list even when unanswered; None lists what has an answer. `stage` reads the
    form of a stage, `layout` another layout of the form.
    """
    return sections_of(plan(process, stage=stage, layout=layout), answers, context, shown=shown)


def sections_of(
    compiled: Plan,
    answers: Mapping[str, Any],
    context: RenderContext,
    *,
    shown: frozenset[str] | None = None,
) -> list[ReviewSection]:
    found = []
    for step in compiled.steps:
        for label, controls in _runs(step.label, step.parts):
            rows = [row for c in controls for row in _rows(c, answers, context, shown)]
            if rows:
                found.append(ReviewSection(label, tuple(rows), step.key))
    return found


def _runs(label: str, parts: Parts) -> Iterator[tuple[str, list[Control]]]:
    """(heading, controls) of a step: groups under their own heading, the rest under `label`."""
    loose: list[Control] = []
    for part in parts:
        if isinstance(part, Section) and part.label:
            if loose:
                yield label, loose
                loose = []
            yield part.label, list(part.controls)
        elif isinstance(part, Section):
            loose += part.controls
        else:
            loose.append(part)
    if loose:
        yield label, loose


def _rows(
    control: Control,
    answers: Mapping[str, Any],
    context: RenderContext,
    shown: frozenset[str] | None,
) -> Iterator[Row]:
    if control.kind == "hint":
        return
    value = read(answers, control.path)
    if is_absent(value):
        if shown is not None and control.path in shown:
            yield Row(control.label, "", control.path)
        return
    if control.kind == "table" and isinstance(value, list):
        yield from _table(control, value, context)
    else:
        said = _picked(control, answers) or words(control, value, context)
        yield Row(control.label, said, control.path)


def _picked(control: Control, answers: Mapping[str, Any]) -> str:
    """A record picked from a register reads as the first thing it filled in, not as its key."""
    if control.lookup is None or "format" in control.leaf:
        return ""
    filled = next(iter(control.lookup.fill), "")
    return str(read(answers, filled) or "") if filled else ""


def _table(control: Control, rows: list[Any], context: RenderContext) -> Iterator[Row]:
    """One line per row of the table, its cells with their labels."""
    for number, row in enumerate(rows):
        cells = [
            _("{label}: {value}").format(label=c.label, value=words(c, row.get(c.path), context))
            for c in control.columns
            if isinstance(row, Mapping) and not is_absent(row.get(c.path))
        ]
        label = _("{table}, row {row}").format(table=control.label, row=number + 1)
        yield Row(label, _("; ").join(cells), f"{control.path}/{number}")
