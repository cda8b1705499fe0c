"""A published process, the small city, and applications handed in through the real verbs."""

from __future__ import annotations

import pytest

from tests.web.office import applications


@pytest.fixture
def hall(city):
    """The city with its definitions published; `hall.hand_in(...)` makes cases."""
    return applications.open_hall(city)


@pytest.fixture
def visit(client):
    """`visit(user)` -> a test client signed in as that user."""

    def signed_in(user):
        client.force_login(user, backend="unionhall.people.backends.PasswordBackend")
        return client

    return signed_in
