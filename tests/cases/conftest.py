"""The city with the first process published, ready for the verbs."""

from __future__ import annotations

import pytest

from tests.factories.applications import Office, open_office


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(city) -> Office:
    return open_office(city)
