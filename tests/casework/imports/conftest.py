"""An officer with the right to import for 海滨软件有限公司工会, at ten on a working day."""

from __future__ import annotations

import pytest

from tests.factories.workbooks import Desk, open_desk
from unionhall.casework.jobs import runner
from unionhall.imports.models import ImportRow
from unionhall.jobs.models import Job


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


@pytest.fixture
def desk(city) -> Desk:
    return open_desk(city)


def words(job: Job, number: int) -> list[tuple[str, str]]:
    """(column, message) of a row."""
    row = ImportRow.objects.get(job=job, number=number)
    return [(one["column"], one["message"]) for one in row.problems]


def states(job: Job) -> dict[int, str]:
    rows = ImportRow.objects.filter(job=job, number__gt=0)
    return dict(rows.order_by("number").values_list("number", "state"))
