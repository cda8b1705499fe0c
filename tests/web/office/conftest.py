"""A published process, the small city, and applications handed in through the real verbs."""

from __future__ import annotations

import pytest

from tests.factories.grants import GROUP, give
from tests.factories.records import NOW, open_registers, values
from tests.web.office import applications
from unionhall.casework.registers.add_record import add_record
from unionhall.registers.models import Record


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


@pytest.fixture
def town(city):
    """The small city with a register of help: 林晓岚 keeps it, 陈思远 looks at it from above."""
    open_registers(city)
    give(city.chen, f"view_{GROUP}", city.sijiang)
    return city


@pytest.fixture
def made(town):
    """`made(2, amount=200)`: the record of worker 2, entered by 林晓岚."""

    def make(number=1, **more):
        typed = values(number, **more)
        key = add_record("help", "add", None, typed, by=town.lin, now=NOW, key=None)
        return Record.objects.get(key=key)

    return make
