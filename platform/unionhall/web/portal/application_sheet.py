"""The workbook of one application: what was applied for, then its people; masked like the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from unionhall.people.models import User
from unionhall.reports.case_page import CasePage
from unionhall.reports.lines import all_lines
from unionhall.web.portal import review
from unionhall.web.portal.rows import state_words
from unionhall.workbooks import exports

MINUTE = "%Y-%m-%d %H:%M"


def write(
    page: CasePage, out: IO[bytes], *, by: User, beat: Callable[[int], None] | None = None
) -> int:
    """Write it; how many people it names. `beat` is told after each of them how many there are."""
    columns = [exports.Column(title, width) for title, width in _columns()]
    sheets = [exports.Sheet(_("Application sheet"), columns, _answers(page))]
    lines, count = page.process.lines, 0
    if lines is not None:
        titles = [_("No."), *(one.title for one in lines.columns), _("State"), _("To look at")]
        people = [exports.Column(title) for title in titles]
        sheets.append(exports.Sheet(lines.title, people, _people(page, beat)))
        count = page.case.line_count
    exports.write_book(sheets, out, title=page.process.title, notes=_notes(page, by))
    return count


def file_name(page: CasePage) -> str:
    """`工会参保-CBFW2026110001-20261121-1030.xlsx`: no sign that a file system does not take."""
    words = "-".join(filter(None, (page.process.title, page.case.number)))
    clean = "".join(sign if sign.isalnum() or sign == "-" else "-" for sign in words)[:80]
    return f"{clean}-{timezone.localtime():%Y%m%d-%H%M%S}.xlsx"


def _columns() -> tuple[tuple[str, int], ...]:
    return ((_("Section"), 20), (_("Item"), 24), (_("Content"), 50))


def _answers(page: CasePage) -> Iterator[list[str]]:
    case, head = page.case, _("Application sheet")
    state, _tone = state_words(case.status, _stage(page))
    yield [head, _("Matter"), page.process.title]
    yield [head, _("Application number"), case.number or _("no number yet")]
    if case.submitted_at:
        yield [head, _("Time of application"), f"{timezone.localtime(case.submitted_at):{MINUTE}}"]
    yield [head, _("State"), state]
    for section in review.read_sections(page):
        for row in section.rows:
            yield [section.label, row.label, row.text]
    for item in page.materials:
        names = "、".join(str(one.name) for one in item.files)
        yield [_("Materials"), item.material.title, names or _("No file")]


def _stage(page: CasePage) -> str:
    stage = page.case.stage
    return next((one.title for one in page.process.stages if one.key == stage), "")


def _people(page: CasePage, beat: Callable[[int], None] | None) -> Iterator[list[str]]:
    for count, row in enumerate(all_lines(page), start=1):
        told = "；".join(text for text, _warns in row.problems)
        state = f"{row.state}：{row.reason}" if row.reason else row.state
        yield [str(row.number), *(text for _title, text in row.cells), state, told]
        if beat is not None:
            beat(count)


def _notes(page: CasePage, by: User) -> list[tuple[str, str]]:
    """Whose copy this is, so that one that turns up somewhere can be traced (E-52)."""
    return [
        (_("Application sheet"), " ".join(filter(None, (page.process.title, page.case.number)))),
        (_("Exported by"), str(by)),
        (_("Exported at"), f"{timezone.localtime():{MINUTE}}"),
    ]
