"""The lines of a case as pages show them, and the records they may be picked from: masked, in
words, one page at a time. Who may see the case is decided with `case_page`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from unionhall.cases import line_selectors, sealed, selectors
from unionhall.cases.line_selectors import LineCounts, LineFilter
from unionhall.cases.models import CaseLine, LineState
from unionhall.casework.context import Context
from unionhall.casework.lines import records, sheet
from unionhall.casework.lines.records import Pick
from unionhall.casework.refusals import NotYours
from unionhall.engine.actions import EDITABLE
from unionhall.engine.paths import read
from unionhall.engine.summary import as_text
from unionhall.language.masks import mask
from unionhall.language.model import Column, LinePicker, Lines, Process, Register
from unionhall.language.schema import choices, leaves, types_of
from unionhall.people.models import User
from unionhall.reports.codes import spelled
from unionhall.reports.dossier import CasePage

Known = Mapping[str, Mapping[str, Any]]
STATE = "state"
SIZE = 50
PICKED_SIZE = 20
TONES = {LineState.PASSED: "success", LineState.DONE: "success", LineState.FAILED: "danger"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list of lines."""

    q: str = ""
    state: str = ""
    blocked: bool = False
    after: int | None = None
    before: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.state or self.blocked)


@dataclass(frozen=True, slots=True)
class LineRow:
    """`cells`: (title, text) of each column; `problems`: (text, whether it only warns)."""

    key: str
    number: int
    name: str
    cells: tuple[tuple[str, str], ...]
    state: str
    tone: str
    problems: tuple[tuple[str, bool], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LinesView:
    title: str
    columns: tuple[str, ...]
    rows: tuple[LineRow, ...]
    counts: LineCounts
    asked: Asked
    after: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class PickRow:
    """`why`: why it cannot be chosen; `is_there`: it is on the list already."""

    key: str
    name: str
    cells: tuple[tuple[str, str], ...]
    why: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class FilterChoice:
    column: str
    title: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class PickView:
    """`count`: of all that match. `is_bare`: the register has nobody at all for this case."""

    picker: LinePicker
    columns: tuple[str, ...]
    rows: tuple[PickRow, ...]
    filters: tuple[FilterChoice, ...]
    q: str
    after: str
    count: int
    is_bare: bool


def lines_view(page: CasePage, asked: Asked) -> LinesView:
    """Two queries. Raises NotYours for a process without lines."""
    lines = page.process.lines
    if lines is None:
        raise NotYours
    wanted = LineFilter(
        asked.q, sheet.digest_of_text(page.process, asked.q), asked.state, asked.blocked
    )
    found = line_selectors.page(
        page.case, wanted, after=asked.after, before=asked.before, size=SIZE
    )
    known = spelled(leaves(lines.schema))
    return LinesView(
        lines.title,
        tuple(column.title for column in lines.columns),
        tuple(_row(page.process, lines, known, line) for line in found.lines),
        line_selectors.counts(page.case),
        asked,
        found.after,
        found.before,
    )


def all_lines(page: CasePage) -> Iterator[LineRow]:
    """Every line in the order of its number, a thousand at a time. Raises NotYours."""
    lines = page.process.lines
    if lines is None:
        raise NotYours
    known = spelled(leaves(lines.schema))
    for some in line_selectors.portions(page.case):
        for line in some:
            yield _row(page.process, lines, known, line)


def pick_view(
    user: User, case_key: str, filters: Mapping[str, str], q: str, after: str, now: datetime
) -> PickView:
    """Raises `casework.refusals`: NotYours, Refused (no-union, not-your-list)."""
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != user.pk or case.status not in EDITABLE:
        raise NotYours
    case.starter = user
    context = Context(case, now)
    found = sheet.of_draft(context)
    sheet.check_may_pick(context, user)
    register, picker = found.register, found.lines.picker
    chosen = chosen_filters(register, picker, filters)
    asked = {column: [value] for column, value in chosen.items() if value}
    rows, following, count = records.page(found, asked, q, after, PICKED_SIZE)
    there = line_selectors.known_digests(case, [row.digest for row in rows])
    known = spelled(register.schema.get("properties", {}))
    is_bare = not count and not records.page(found, {}, "", "", 1)[2]
    return PickView(
        picker,
        tuple(column.title for column in picker.columns),
        tuple(_pick_row(register, picker, known, row, there) for row in rows),
        tuple(_choice(register, picker, known, column, chosen) for column in picker.filters),
        q,
        following,
        count,
        is_bare,
    )


def chosen_filters(
    register: Register, picker: LinePicker, asked: Mapping[str, str]
) -> dict[str, str]:
    """What is chosen of each filter; those of the first state, when nobody said another: the ones
    that may still be chosen."""
    first = {STATE: register.states[0]} if STATE in picker.filters and register.states else {}
    known = {column: asked[column] for column in picker.filters if column in asked}
    return {**first, **known}


def _row(process: Process, lines: Lines, known: Known, line: CaseLine) -> LineRow:
    values = sealed.unsealed_line(process, line.values)
    cells = tuple(
        (column.title, shown(column, read(values, column.key), known.get(column.key, {})))
        for column in lines.columns
    )
    told = tuple((one["text"], one.get("level") == "warn") for one in line.problems)
    state = LineState(line.state)
    name = str(read(values, "name") or "") or (cells[0][1] if cells else "")
    return LineRow(
        line.key,
        line.number,
        name,
        cells,
        str(state.label),
        TONES.get(state, ""),
        told,
        line.reason,
    )


def _pick_row(
    register: Register,
    picker: LinePicker,
    known: Known,
    pick: Pick,
    there: Sequence[str] | set[str],
) -> PickRow:
    cells = tuple(
        (column.title, _cell(register, column, pick.record.get(column.key), known))
        for column in picker.columns
    )
    name = str(pick.record.get("name") or (cells[0][1] if cells else ""))
    return PickRow(pick.key, name, cells, pick.locked, pick.digest in there)


def _cell(register: Register, column: Column, value: Any, known: Known) -> str:
    if column.key == STATE:
        return state_title(register, str(value))
    return shown(column, value, known.get(column.key, {}))


def shown(column: Column, value: Any, leaf: Mapping[str, Any]) -> str:
    """One value as it is read, masked where the column or the schema says so."""
    kind = column.mask or leaf.get("x-sensitive")
    if kind and value not in (None, ""):
        return mask(str(value), kind)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return as_text(value, leaf, dict(choices(leaf)))


def state_title(register: Register, state: str) -> str:
    known = register.state_titles.get(state)
    return known.title if known else state


def _choice(
    register: Register,
    picker: LinePicker,
    known: Known,
    column: str,
    chosen: Mapping[str, str],
) -> FilterChoice:
    own = next((one.title for one in picker.columns if one.key == column), "")
    if column == STATE:
        options = tuple((one, state_title(register, one)) for one in register.states[:-1])
        return FilterChoice(column, own or _("State"), options, chosen.get(column, ""))
    leaf = known.get(column, {})
    options = tuple((str(value), title) for value, title in choices(leaf))
    if types_of(leaf) == ("boolean",):
        options = (("true", _("Yes")), ("false", _("No")))
    title = own or str(leaf.get("title", column))
    return FilterChoice(column, title, options, chosen.get(column, ""))
