"""Text documents: a head (key, title, variables), and a small part of Markdown.

Headings, paragraphs, lists, bold, links to https or to a path of this site, {variables}. Reading
gives blocks or findings; writing gives HTML in which every word went through html.escape. Raw HTML
and everything else of Markdown is refused, not ignored.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.language.findings import Finding, errors
from unionhall.language.model import Text

BlockKind = Literal["heading", "paragraph", "bullets", "numbers"]
SpanKind = Literal["plain", "bold", "link", "variable"]

MAX_CHARS = 50_000
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,63}", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_HEADING = re.compile(r"(#{1,3}) +(.+?) *#*")
_BULLET = re.compile(r"[-*] +(.+)")
_NUMBER = re.compile(r"\d{1,3}[.)、] *(.+)", re.ASCII)
_SPAN = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<link>[^()\s]*)\)"
    r"|\{(?P<variable>[a-z][a-z0-9_]*)\}"
)
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][^\s\\]*)?|/(?![/\\])[^\s\\]*")
_FOREIGN = (
    (re.compile(r"</?[A-Za-z!]"), "HTML"),
    (re.compile(r"!\["), "![]()"),
    (re.compile(r"^ {0,3}(?:```|~~~)"), "```"),
    (re.compile(r"`"), "`"),
    (re.compile(r"^ {0,3}>"), ">"),
    (re.compile(r"^\|"), "|"),
    (re.compile(r"^#{4,}"), "####"),
    (re.compile(r"^ {0,3}(?:-{3,}|_{3,}|\*{3,}|={3,})$"), "---"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """`text`: the words, or the name of a variable. `link`: where a link leads."""

    kind: SpanKind
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """`items`: one for a heading or a paragraph, one per entry of a list. `level` of headings."""

    kind: BlockKind
    items: tuple[tuple[Span, ...], ...]
    level: int = 0


def read_text(markdown: str) -> tuple[Text | None, tuple[Finding, ...]]:
    """(the document, findings). None when a finding is an error; lines count from 1."""
    if len(markdown) > MAX_CHARS:
        limits = {"size": len(markdown), "limit": MAX_CHARS}
        return None, (Finding("DOC002", "", limits),)
    lines = canonical_text(markdown).split("\n")
    head, start = _head(lines)
    if head is None or not _KEY.fullmatch(head.get("key", "")) or not head.get("title"):
        return None, (Finding("TXT001", ""),)
    variables = tuple(v for v in re.split(r"[,、\s]+", head.get("variables", "")) if v)
    findings = [*_odd_keys(head, variables), *_check(lines, start, variables)]
    body = "\n".join(lines[start:]).strip()
    if not body:
        findings.append(Finding("TXT007", ""))
    if errors(findings):
        return None, tuple(findings)
    text = Text(head["key"], head["title"], digest_of_text(markdown), body, variables)
    return text, tuple(findings)


@lru_cache(maxsize=200)  # one notice goes to thirty thousand people
def blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a body, in order. Never fails: what is no markup is a paragraph."""
    found: list[Block] = []
    for lines in _groups(body):
        found.append(_block(lines))
    return tuple(found)


def to_html(body: str, values: Mapping[str, str] | None = None, *, top_level: int = 2) -> str:
    """Safe HTML: h2..h6, p, ul, ol, li, strong, a. `values` fill the variables, escaped; a variable
    without a value shows as （name）. `top_level`: level of a heading written with one #."""
    values = values or {}
    return "\n".join(_html(block, values, top_level) for block in blocks(body))


def plain(body: str, values: Mapping[str, str] | None = None) -> str:
    """The words alone, a line per block or entry, for notices and search."""
    lines = (item for block in blocks(body) for item in block.items)
    return "\n".join("".join(_words(span, values or {}) for span in line) for line in lines)


def _head(lines: list[str]) -> tuple[dict[str, str] | None, int]:
    """(fields between the two lines of ---, index of the first line after them)."""
    if not lines or lines[0].strip() != "---":
        return None, 0
    fields: dict[str, str] = {}
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return fields, index + 1
        key, colon, value = line.partition(":")
        if line.strip() and colon:
            fields[key.strip()] = value.strip()
    return None, 0


def _odd_keys(head: Mapping[str, str], variables: tuple[str, ...]) -> Iterator[Finding]:
    for key in head.keys() - {"key", "title", "variables"}:
        yield Finding("TXT006", "", {"key": key})
    for name in variables:
        if not _NAME.fullmatch(name):
            yield Finding("TXT006", "", {"key": name})


def _check(lines: list[str], start: int, variables: tuple[str, ...]) -> Iterator[Finding]:
    used: set[str] = set()
    for number, line in enumerate(lines[start:], start=start + 1):
        for pattern, name in _FOREIGN:
            if pattern.search(line):
                yield Finding("TXT002", "", {"line": number, "found": name})
        for span in _SPAN.finditer(line):
            link, variable = span["link"], span["variable"]
            if link is not None and not _LINK.fullmatch(link):
                yield Finding("TXT003", "", {"line": number, "link": link})
            if variable is not None:
                used.add(variable)
                if variable not in variables:
                    yield Finding("TXT004", "", {"line": number, "name": variable})
    for name in variables:
        if name not in used:
            yield Finding("TXT005", "", {"name": name})


def _groups(body: str) -> Iterator[list[str]]:
    """Lines that belong to one block: lists and paragraphs end at a blank line or a new kind."""
    group: list[str] = []
    for raw in canonical_text(body).split("\n"):
        line = raw.strip()
        if group and (not line or _kind(line) != _kind(group[0]) or _kind(line) == "heading"):
            # A line that only goes on belongs to the list entry above it.
            if line and _kind(line) == "paragraph" and _kind(group[0]) in ("bullets", "numbers"):
                group[-1] = _joined((group[-1], line))
                continue
            yield group
            group = []
        if line:
            group.append(line)
    if group:
        yield group


def _joined(lines: Iterable[str]) -> str:
    """Chinese lines go on without a blank, words of letters with one."""
    text = ""
    for line in lines:
        text += " " if text[-1:].isascii() and line[:1].isascii() and text else ""
        text += line
    return text


def _kind(line: str) -> BlockKind:
    if _HEADING.fullmatch(line):
        return "heading"
    if _BULLET.fullmatch(line):
        return "bullets"
    return "numbers" if _NUMBER.fullmatch(line) else "paragraph"


def _block(lines: list[str]) -> Block:
    kind = _kind(lines[0])
    if kind == "heading" and (heading := _HEADING.fullmatch(lines[0])):
        return Block(kind, (_spans(heading[2]),), len(heading[1]))
    if kind == "paragraph":
        return Block(kind, (_spans(_joined(lines)),))
    marker = _BULLET if kind == "bullets" else _NUMBER
    entries = [found[1] for line in lines if (found := marker.fullmatch(line))]
    return Block(kind, tuple(_spans(entry) for entry in entries))


def _spans(text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    at = 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            found.append(Span("plain", text[at : match.start()]))
        at = match.end()
        if match["bold"] is not None:
            found.append(Span("bold", match["bold"]))
        elif match["variable"] is not None:
            found.append(Span("variable", match["variable"]))
        elif _LINK.fullmatch(match["link"]):
            found.append(Span("link", match["label"], match["link"]))
        else:
            found.append(Span("plain", match["label"]))
    if at < len(text):
        found.append(Span("plain", text[at:]))
    return tuple(found)


def _html(block: Block, values: Mapping[str, str], top_level: int) -> str:
    items = ["".join(_span_html(span, values) for span in item) for item in block.items]
    if block.kind == "heading":
        level = min(top_level + block.level - 1, 6)
        return f"<h{level}>{items[0]}</h{level}>"
    if block.kind == "paragraph":
        return f"<p>{items[0]}</p>"
    tag = "ul" if block.kind == "bullets" else "ol"
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


def _span_html(span: Span, values: Mapping[str, str]) -> str:
    words = html.escape(_words(span, values))
    if span.kind == "bold":
        return f"<strong>{words}</strong>"
    if span.kind == "link":
        outside = ' rel="noopener"' if span.link.startswith("https:") else ""
        return f'<a href="{html.escape(span.link)}"{outside}>{words}</a>'
    return words


def _words(span: Span, values: Mapping[str, str]) -> str:
    if span.kind != "variable":
        return span.text
    return str(values[span.text]) if span.text in values else f"（{span.text}）"
