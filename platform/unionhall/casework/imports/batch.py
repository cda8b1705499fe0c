"""One import at one moment: its definition as it was when the workbook came, its union, its names.

Sensitive cells are sealed on their way into the ledger and opened here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from permissions import gate
from unionhall.casework import calendar
from unionhall.casework.core.ground import Ground
from unionhall.casework.imports.asking import answers
from unionhall.casework.refusals import NotYours
from unionhall.definitions import selectors as definitions
from unionhall.engine import import_rows
from unionhall.engine.import_rows import Names
from unionhall.imports import selectors
from unionhall.imports.models import ImportRow
from unionhall.jobs.models import Job
from unionhall.language.model import CodeList, Import, ImportCell, ImportColumn
from unionhall.organisation import selectors as organisation
from unionhall.organisation.models import Union
from unionhall.people import sealing
from unionhall.people.models import User

KIND = "import"


class Batch:
    """`job` is of kind import. The revision of the definition is that of the upload."""

    def __init__(self, job: Job, now: datetime) -> None:
        self.job = job
        self.now = now

    @cached_property
    def import_(self) -> Import:
        number = self.job.values.get("revision")
        revision = definitions.numbered(KIND, self.job.about, int(number or 0))
        return definitions.import_of(revision)

    @cached_property
    def union(self) -> Union:
        union = self.job.union
        assert union is not None  # `start` never makes one without
        return union

    @cached_property
    def header(self) -> Mapping[str, Any]:
        row = selectors.header(self.job)
        return self.unsealed(row.values) if row else {}

    @cached_property
    def names(self) -> Names:
        """What every row knows, the facts of the header among it."""
        return self.with_header_facts(self.names_of(self.header))

    def names_of(self, header: Mapping[str, Any]) -> Names:
        here = timezone.localtime(self.now)
        return Names(
            today=here.date().isoformat(),
            now=here.isoformat(timespec="seconds"),
            number=self.job.key,
            union=self._union_facts,
            header=header,
            calendar=lambda: calendar.known(here.date()),
        )

    def with_header_facts(self, names: Names) -> Names:
        import_ = self.import_
        return import_rows.with_facts(import_, import_.header_facts, [names], answers)[0]

    @cached_property
    def _union_facts(self) -> Mapping[str, Any]:
        return organisation.facts_of(self.union, organisation.chain(self.union))

    @cached_property
    def codelists(self) -> Mapping[str, CodeList]:
        """Those its cells choose from, as they are now."""
        return codelists_of(self.import_)

    @property
    def ground(self) -> Ground:
        basis = f"import:{self.job.key}"
        return Ground(self.job.by, self.now, basis, "", self.union, number=self.job.key)

    @property
    def is_partial(self) -> bool:
        return self.import_.policy == "partial"

    @property
    def writes_at_once(self) -> bool:
        """Good rows need not wait: neither for the others nor for somebody's approval."""
        return self.is_partial and self.import_.review is None

    def row_names(self, row: ImportRow) -> Names:
        wrong = {
            one["column"]: one.get("reason", one["code"])
            for one in row.problems
            if one.get("column")
        }
        return self.names.of(self.unsealed(row.values), wrong)

    def sealed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return sealing.seal_values(values, self._sensitive)

    def unsealed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return sealing.unseal_values(values, self._sensitive)

    @cached_property
    def _sensitive(self) -> tuple[str, ...]:
        return sensitive(self.import_)


def sensitive(import_: Import) -> tuple[str, ...]:
    """Keys of cells that are stored sealed and shown masked."""
    cells: tuple[ImportCell | ImportColumn, ...] = (*import_.header, *import_.columns)
    return tuple(cell.key for cell in cells if cell.schema.get("x-sensitive"))


def codelists_of(import_: Import) -> dict[str, CodeList]:
    """A list that is not published offers nothing."""
    found: dict[str, CodeList] = {}
    cells: tuple[ImportCell | ImportColumn, ...] = (*import_.header, *import_.columns)
    for key in {cell.codelist for cell in cells if cell.codelist}:
        with suppress(definitions.NotPublished):
            found[key] = definitions.codelist(key)
    return found


def codename(import_: Import) -> str:
    return f"{import_.permission}_{import_.matter_group}"


def unions_of(user: User, import_: Import) -> list[Union]:
    """Where he may import, in the order of the tree."""
    ids = gate.of(user).scope(codename(import_)).ids
    return list(Union.objects.filter(pk__in=ids, is_active=True).order_by("path"))


def may_import(user: User, import_: Import, union: Union) -> bool:
    """Held on this very union: importing does not reach down."""
    return gate.of(user).scope(codename(import_)).covers(union.pk, union.path)


def batch_of(job: Job | None, by: User, now: datetime) -> Batch:
    """The import, for somebody who may import there. Raises NotYours."""
    if job is None or job.kind != KIND or job.union is None:
        raise NotYours
    found = Batch(job, now)
    if not may_import(by, found.import_, found.union):
        raise NotYours
    return found
