"""The demonstration city, made once for a module and taken away with its transaction."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories.applications import PACK, publish
from unionhall.people.models import User


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """The city is made once for this module and taken away with its transaction."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        # as `make run` does: what a chair may do is told by the published pack
        publish(json.loads((PACK / "pack.json").read_text()), User.objects.system())
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def account(said):
    def find(mobile: str) -> User:
        return User.objects.select_related("person").get(mobile=mobile)

    return find
