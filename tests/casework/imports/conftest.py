"""An officer with the right to import for 海滨软件有限公司工会, at ten on a working day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.factories.city import City
from tests.factories.grants import give
from tests.factories.workbooks import MEMBERS, ROSTER, header, imported, publish_imports
from unionhall.casework.jobs import runner
from unionhall.imports.models import ImportRow
from unionhall.jobs.models import Job
from unionhall.organisation.models import Union
from unionhall.people.models import User


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "jobs")},
        }
    }


@pytest.fixture(autouse=True)
def every_beat_counts(monkeypatch):
    monkeypatch.setattr(runner, "EVERY", 0.0)


@dataclass
class Desk:
    city: City

    @property
    def union(self) -> Union:
        return self.city.software_union

    @property
    def lin(self) -> User:
        return self.city.lin

    def roster(self, rows: list[dict[str, Any]], **how: Any) -> Job:
        return imported(ROSTER, self.union, rows, self.lin, **how)

    def members(self, rows: list[dict[str, Any]], head: Any = None, **how: Any) -> Job:
        return imported(MEMBERS, self.union, rows, self.lin, head or header(self.union), **how)


@pytest.fixture
def desk(city) -> Desk:
    publish_imports(User.objects.system())
    for verb in ("handle_medical_aid", "handle_member_management"):
        give(city.lin, verb, city.software_union)
    return Desk(city)


def words(job: Job, number: int) -> list[tuple[str, str]]:
    """(column, message) of a row."""
    row = ImportRow.objects.get(job=job, number=number)
    return [(one["column"], one["message"]) for one in row.problems]


def states(job: Job) -> dict[int, str]:
    rows = ImportRow.objects.filter(job=job, number__gt=0)
    return dict(rows.order_by("number").values_list("number", "state"))
