"""The tick boxes of 审批事项: matter groups with their verbs, of which some may be given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from permissions import groups
from unionhall.web.office.filters import day

MOST_RIGHTS = 200


@dataclass(frozen=True, slots=True)
class Box:
    codename: str
    title: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Boxes:
    title: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form of a post, kept when it is shown again."""

    title: str = ""
    rights: frozenset[str] = frozenset()
    until: str = ""
    note: str = ""

    @property
    def last_day(self) -> date | None:
        return day(self.until)

    @property
    def problem(self) -> str:
        if self.until and self.last_day is None:
            return _("“%(day)s” is not a date. Write it like 2026-01-31.") % {"day": self.until}
        return ""


def read(post: QueryDict) -> Typed:
    rights = (_clean(one) for one in post.getlist("rights")[:MOST_RIGHTS])
    return Typed(
        title=_clean(post.get("title") or ""),
        rights=frozenset(rights),
        until=_clean(post.get("until") or ""),
        note=_clean(post.get("note") or ""),
    )


def boxes(offered: Collection[str], checked: Collection[str]) -> list[Boxes]:
    """Only what may be given, or is held already, is shown."""
    shown = []
    for group in groups.offered():
        found = tuple(
            Box(f"{verb}_{group.key}", title, f"{verb}_{group.key}" in checked)
            for verb, title in group.permissions
            if f"{verb}_{group.key}" in offered
        )
        if found:
            shown.append(Boxes(group.title, found))
    return shown


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()[:300]
