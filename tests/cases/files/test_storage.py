from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.applications import png, upload
from unionhall.cases.files import storage
from unionhall.cases.files.inspection import inspect


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored(tmp_path) -> list[str]:
    return sorted(str(f.relative_to(tmp_path)) for f in tmp_path.rglob("*") if f.is_file())


def written() -> str:
    return storage.write(inspect(upload("a.png", png()), ("png",), 10**6))


def test_names_are_generated_and_sharded(tmp_path):
    name = written()
    token = name.rpartition("/")[2].removesuffix(".png")
    assert name == f"{token[:2]}/{token[2:4]}/{token}.png"
    assert stored(tmp_path) == [name, f"{name}.preview.jpg"]


def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def broken(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="No space"):
        written()
    assert stored(tmp_path) == []


def test_deleting_takes_the_preview_too_and_may_be_repeated(tmp_path):
    name = written()
    storage.delete([name])
    storage.delete([name])
    assert stored(tmp_path) == []


@pytest.mark.django_db
def test_the_sweep_takes_what_nobody_names_once_it_is_old(tmp_path):
    name = written()
    assert storage.sweep(timezone.now()) == []
    later = timezone.now() + timedelta(hours=2)
    assert sorted(storage.sweep(later)) == [name, f"{name}.preview.jpg"]
    assert stored(tmp_path) == []


def test_the_sweep_spares_what_an_attachment_names(office_with_file, tmp_path):
    before = stored(tmp_path)
    assert len(before) == 2
    assert storage.sweep(timezone.now() + timedelta(days=9)) == []
    assert storage.missing() == []
    storage.delete([office_with_file.stored_name])
    assert storage.missing() == [office_with_file]


@pytest.fixture
def office_with_file(city):
    from tests.factories.applications import PROCESS, open_office
    from unionhall.casework.attach import attach
    from unionhall.casework.start import start

    office = open_office(city)
    case = start(PROCESS, by=city.lin, now=office.now)
    return attach(case.key, "chair_report", upload(), by=city.lin, now=office.now)
