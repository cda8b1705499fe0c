from __future__ import annotations

import pytest

from tests.factories.staff import House, open_house


@pytest.fixture
def house(city) -> House:
    return open_house(city)
