"""An account and a moment for entries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unionhall import audit
from unionhall.people.models import User

NOW = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)


@pytest.fixture
def actor(db):
    return User.objects.create(username="u-audit")


@pytest.fixture
def write(actor):
    """Write entries, each in a transaction of its own."""

    def written(*abouts: str, kind: str = "grant", **values) -> None:
        for about in abouts:
            audit.record(kind, by=actor, now=NOW, about=about, values=values)

    return written
