"""Findings: what is wrong with a definition, where, and in which words.

A finding carries a code and parameters only. Its sentences stand in tables, one per family of
codes (`DOC`, `SHP`, ...), which the modules that make findings add here when imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from unionhall.language.wordings import DOCUMENT, SHAPE, TEXT, Wording

Severity = Literal["error", "warning"]
Locale = Literal["zh", "en"]
# (level, Chinese, English): the short way to write a table.
Row = tuple[Severity, str, str]

_catalogue: dict[str, Wording] = {}


def add(table: Mapping[str, Wording | Row]) -> None:
    """Adds a family of codes. Raises ValueError when a code already means something else."""
    for code, row in table.items():
        wording = row if isinstance(row, Wording) else Wording(row[1], row[2], row[0])
        if _catalogue.setdefault(code, wording) != wording:
            raise ValueError(f"finding code {code} has two wordings")


def catalogue() -> Mapping[str, Wording]:
    """Every code added so far, in order; the documentation of codes is checked against it."""
    return dict(sorted(_catalogue.items()))


class _Shown(dict[str, Any]):
    """A parameter that was not given stands as its own name instead of failing the report."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` is a JSON pointer into the document, "" for the whole of it."""

    code: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Severity:
        known = _catalogue.get(self.code)
        return known.level if known else "error"

    def sentence(self, locale: Locale = "zh") -> str:
        """What is wrong and what to do, in Chinese or English."""
        known = _catalogue.get(self.code)
        if known is None:
            return f"{self.code} {dict(self.params)}"
        template = known.zh if locale == "zh" else known.en
        shown = {key: _plain(value, locale) for key, value in self.params.items()}
        return template.format_map(_Shown(shown))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that forbid publishing."""
    return tuple(one for one in findings if one.level == "error")


def _plain(value: Any, locale: Locale) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return ("、" if locale == "zh" else ", ").join(str(item) for item in items)
    return str(value)


for _family in (DOCUMENT, SHAPE, TEXT):
    add(_family)
