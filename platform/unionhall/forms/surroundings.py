"""What fields may ask while they are drawn, answered from the database, each thing once.

The only module of this package besides `drafts` that reads records.
"""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from unionhall.cases.models import Attachment, Case
from unionhall.definitions import selectors as definitions
from unionhall.forms.control import FileReference, RenderContext
from unionhall.language.model import CodeList
from unionhall.organisation import selectors as organisation
from unionhall.people.models import Person

FILE_URL_NAME = "portal:file"


def surroundings(
    case: Case | None = None, *, today: str = "", proven: frozenset[str] = frozenset()
) -> RenderContext:
    """Nothing is read before a field asks. `case`: whose files are shown; `proven`: paths whose
    value was proven by a code."""
    files = _files_of(case)
    return RenderContext(names=_Names(), codes=_Codes(), files=files, proven=proven, today=today)


class _Names:
    """Names of referenced records by format and key; a query per record, remembered."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str | None] = {}

    def __call__(self, format_: str, key: str) -> str | None:
        if (format_, key) not in self.known:
            self.known[format_, key] = self._name(format_, key)
        return self.known[format_, key]

    def _name(self, format_: str, key: str) -> str | None:
        if format_ == "union-ref":
            union = organisation.union_by_key(key)
            return union.name if union else None
        if format_ == "unit-ref":
            unit = organisation.unit_by_key(key)
            return unit.name if unit else None
        if format_ == "person-ref":
            person = Person.objects.filter(key=key).only("name").first()
            return person.name if person else None
        return None


class _Codes:
    """Code lists by key; one that is not published is None."""

    def __init__(self) -> None:
        self.known: dict[str, CodeList | None] = {}

    def __call__(self, key: str) -> CodeList | None:
        if key not in self.known:
            try:
                self.known[key] = definitions.codelist(key)
            except definitions.NotPublished:
                self.known[key] = None
        return self.known[key]


def _files_of(case: Case | None) -> Callable[[str], tuple[FileReference, ...]]:
    if case is None:
        return lambda path: ()
    known: dict[str, tuple[FileReference, ...]] = {}

    def files(path: str) -> tuple[FileReference, ...]:
        if path not in known:
            rows = Attachment.objects.filter(case=case, material=path, removed_at__isnull=True)
            known[path] = tuple(
                FileReference(row.key, row.name, row.size, reverse(FILE_URL_NAME, args=[row.key]))
                for row in rows.order_by("id")
            )
        return known[path]

    return files
