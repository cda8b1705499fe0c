"""Browsers of the small city: the handler, a stranger, an officer, nobody."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.applications import Office, open_office
from tests.factories.enrolment import Aid, enlist, open_aid
from unionhall.people.models import User

BACKEND = "unionhall.people.backends.PasswordBackend"


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def office(city) -> Office:
    return open_office(city)


@pytest.fixture
def aid(city) -> Aid:
    """The enrolment of workers, six of them on the roster of the software union."""
    found = open_aid(city)
    enlist(city.software_union, range(6))
    return found


@pytest.fixture
def clerk(aid) -> Client:
    """林晓岚, who enrols them."""
    return browser(aid.city.lin)


def browser(user: User | None) -> Client:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def lin(office) -> Client:
    """林晓岚, whose cases the tests are about."""
    return browser(office.city.lin)


@pytest.fixture
def wu(office) -> Client:
    """吴一帆, who has nothing to do with them."""
    return browser(office.city.wu)
