"""The city with the enrolment published, six workers on the roster of the software union."""

from __future__ import annotations

import pytest

from tests.factories.enrolment import Aid, enlist, open_aid


@pytest.fixture
def aid(city) -> Aid:
    found = open_aid(city)
    enlist(city.software_union, range(6))
    return found
