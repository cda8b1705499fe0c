"""The chain of a process as a picture: Mermaid text, or SVG by a layout of our own.

The SVG has classes and no style, script or font of its own, so pages may include it under a
strict policy; how it looks is the business of the page's style sheet. Drawn from the model only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from unionhall.language.edges import APPLICANT, END, REJECTED, Edge, edges
from unionhall.language.model import Process

NAMES = {APPLICANT: "提交申请", END: "完成", REJECTED: "不通过"}
# Who acts where it is not, or not only, staff.
ACTING = {APPLICANT: ("申请人",), "external": ("外部系统",)}
SKIPPED = "跳过"
OTHERWISE = "其他情况"

Rights = Mapping[str, str]
NO_TITLES: Rights = {}
BOX_WIDTH, BOX_HEIGHT, GAP = 220, 62, 46
LANE, MARGIN = 18, 14
LINE_UNITS = 26  # a Chinese character counts two, so thirteen of them


def mermaid(process: Process, rights: Rights = NO_TITLES) -> str:
    """A Mermaid flow chart, readable as text. `rights`: verb -> what people call it."""
    moves = edges(process)
    lines = ["flowchart TD"]
    for key, title, note in _nodes(process, moves, rights):
        left, right = ("([", "])") if key in NAMES else ("[", "]")
        lines.append(f"  {_id(key)}{left}{_quoted(title, note)}{right}")
    for edge in moves:
        arrow = "-.->" if edge.move in ("return", "skip") else "-->"
        label = _label(edge, moves)
        middle = f"|{_quoted(label)}|" if label else ""
        lines.append(f"  {_id(edge.source)} {arrow}{middle} {_id(edge.target)}")
    return "\n".join(lines) + "\n"


def svg(process: Process, rights: Rights = NO_TITLES) -> str:
    """A standalone SVG document; its title is the title of the process."""
    moves = edges(process)
    nodes = _nodes(process, moves, rights)
    places = {key: index for index, (key, _, _) in enumerate(nodes)}
    drawn = [edge for edge in moves if edge.source in places and edge.target in places]
    left = [e for e in drawn if places[e.target] <= places[e.source]]
    right = [e for e in drawn if places[e.target] > places[e.source] + 1 or e.move == "reject"]
    straight = [e for e in drawn if e not in left and e not in right]
    lanes = _widest(left, moves) + LANE, _widest(right, moves) + LANE
    x = MARGIN + lanes[0] * len(left)
    width = x + BOX_WIDTH + lanes[1] * len(right) + MARGIN
    height = 2 * MARGIN + len(nodes) * (BOX_HEIGHT + GAP) - GAP
    picture = _Picture(x, places, moves, lanes)
    body = [
        *(picture.straight(edge, straight) for edge in dict.fromkeys(straight)),
        *(picture.aside(edge, lane, -1) for lane, edge in enumerate(left, 1)),
        *(picture.aside(edge, lane, 1) for lane, edge in enumerate(right, 1)),
        *(picture.box(key, title, note) for key, title, note in nodes),
    ]
    label = quoteattr(process.title)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chain" role="img" aria-label={label}'
            f' viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
            f"<title>{escape(process.title)}</title>",
            '<defs><marker id="chain-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
            ' markerHeight="8" orient="auto"><path class="chain-head" d="M0 0L8 4L0 8z"/>'
            "</marker></defs>",
            *body,
            "</svg>",
            "",
        ]
    )


@dataclass(frozen=True, slots=True)
class _Picture:
    """Coordinates: boxes stand in one column from `x`, node after node downwards."""

    x: int
    places: dict[str, int]
    moves: Sequence[Edge]
    lanes: tuple[int, int]

    def top(self, key: str) -> int:
        return MARGIN + self.places[key] * (BOX_HEIGHT + GAP)

    def box(self, key: str, title: str, note: str) -> str:
        kind = "end" if key in NAMES else "stage"
        y = self.top(key)
        lines = [*_wrapped(title), *([note] if note else [])]
        first = y + BOX_HEIGHT // 2 + 5 - (len(lines) - 1) * 9
        middle = self.x + BOX_WIDTH // 2
        texts = "".join(
            f'<text class="{"chain-note" if note and i == len(lines) - 1 else "chain-title"}"'
            f' x="{middle}" y="{first + i * 18}" text-anchor="middle">{escape(_cut(line))}</text>'
            for i, line in enumerate(lines)
        )
        radius = BOX_HEIGHT // 2 if kind == "end" else 6
        return (
            f'<g class="chain-node chain-{kind}"><rect x="{self.x}" y="{y}" width="{BOX_WIDTH}"'
            f' height="{BOX_HEIGHT}" rx="{radius}"/>{texts}</g>'
        )

    def straight(self, edge: Edge, beside: Sequence[Edge]) -> str:
        twins = [other for other in dict.fromkeys(beside) if _ends(other) == _ends(edge)]
        shift = (twins.index(edge) * 2 - (len(twins) - 1)) * 30
        x = self.x + BOX_WIDTH // 2 + shift
        y1, y2 = self.top(edge.source) + BOX_HEIGHT, self.top(edge.target)
        return self._edge(edge, f"M{x} {y1}V{y2}", x + 6, (y1 + y2) // 2 + 4, "start")

    def aside(self, edge: Edge, lane: int, side: int) -> str:
        edge_of_box = self.x if side < 0 else self.x + BOX_WIDTH
        reach = self.lanes[0 if side < 0 else 1]
        bend = edge_of_box + side * (reach * (lane - 1) + LANE)
        offset = min(lane * 6, BOX_HEIGHT // 2 - 6)
        y1 = self.top(edge.source) + BOX_HEIGHT // 2 + (offset if side > 0 else -offset)
        y2 = self.top(edge.target) + BOX_HEIGHT // 2 + (-offset if side > 0 else offset)
        path = f"M{edge_of_box} {y1}H{bend}V{y2}H{edge_of_box}"
        anchor = "end" if side < 0 else "start"
        return self._edge(edge, path, bend + side * 5, (y1 + y2) // 2 + 4, anchor)

    def _edge(self, edge: Edge, path: str, x: int, y: int, anchor: str) -> str:
        label = _label(edge, self.moves)
        text = (
            f'<text class="chain-label" x="{x}" y="{y}" text-anchor="{anchor}">'
            f"{escape(_cut(label))}</text>"
            if label
            else ""
        )
        return (
            f'<g class="chain-edge chain-{edge.move}"><path d="{path}" fill="none"'
            f' marker-end="url(#chain-arrow)"/>{text}</g>'
        )


def _nodes(process: Process, moves: Iterable[Edge], rights: Rights) -> list[tuple[str, str, str]]:
    """(key, title, note) from top to bottom; what nothing leads to is drawn all the same."""
    nodes = [(APPLICANT, NAMES[APPLICANT], "")]
    for stage in process.stages:
        whose = [rights.get(actor.permission, actor.permission) for actor in stage.actors]
        who = "、".join([*ACTING.get(stage.kind, ()), *whose])
        nodes.append((stage.key, stage.title, who))
    nodes.append((END, NAMES[END], ""))
    if any(edge.target == REJECTED for edge in moves):
        nodes.append((REJECTED, NAMES[REJECTED], ""))
    return nodes


def _label(edge: Edge, moves: Iterable[Edge]) -> str:
    if edge.move == "skip":
        return SKIPPED
    if edge.when:
        return edge.when
    branches = [e for e in moves if e.source == edge.source and e.move == edge.move]
    if edge.move == "approve" and any(e.when for e in branches):
        return OTHERWISE
    return edge.label


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _widest(some: Iterable[Edge], moves: Iterable[Edge]) -> int:
    return max((_width(_cut(_label(edge, moves))) * 7 + 8 for edge in some), default=0)


def _cut(text: str, units: int = LINE_UNITS) -> str:
    if _width(text) <= units:
        return text
    kept = ""
    for character in text:
        if _width(kept + character) > units - 2:
            break
        kept += character
    return kept + "…"


def _wrapped(title: str) -> list[str]:
    """One line, or two when the title is longer than a box."""
    if _width(title) <= LINE_UNITS:
        return [title]
    first = ""
    for character in title:
        if _width(first + character) > LINE_UNITS:
            break
        first += character
    return [first, title[len(first) :]]


def _id(key: str) -> str:
    return "n_" + "".join(c if c.isalnum() else "_" for c in key)


def _quoted(*lines: str) -> str:
    """Lines of a Mermaid text; what they say is never markup."""
    said = [escape(line, {'"': "&quot;", "\n": " "}) for line in lines if line]
    return '"' + "<br>".join(said) + '"'
