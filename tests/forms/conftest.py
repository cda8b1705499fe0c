"""The city with the first process published, where a test of forms needs records."""

from __future__ import annotations

import pytest

from tests.factories.applications import Office, open_office


@pytest.fixture
def office(city, settings, tmp_path) -> Office:
    settings.MEDIA_ROOT = tmp_path
    return open_office(city)
