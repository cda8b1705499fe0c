"""What every test gets: the acceptance rows plugin, compiled catalogues, the small city."""

from __future__ import annotations

import contextlib

import pytest
from babel.messages.pofile import PoFileError
from django.utils.translation.reloader import translation_file_changed

from unionhall.config import catalogues

pytest_plugins = ["tests.acceptance.plugin", "tests.security.plugin"]


# The product's words are part of what is tested.
for source in catalogues.sources():
    # a broken or half-written catalogue is the layout tests' to report
    with contextlib.suppress(OSError, ValueError, PoFileError):
        if catalogues.compile_catalogue(source):
            translation_file_changed(None, source.with_suffix(".mo"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--screenshots", action="store_true", help="keep a picture of every page the journeys see"
    )


@pytest.fixture(scope="session", autouse=True)
def nobody_wakes_the_worker():
    """Commits of tests leave nothing with a broker; what the worker does is called by name."""
    from unionhall.config.waking import TASK
    from unionhall.messages import wake

    wake.work_waits.disconnect(dispatch_uid=TASK)


@pytest.fixture
def city(db):
    """The stable cast of tests.factories.city, fresh in each test."""
    from tests.factories.city import build  # models exist only once Django is set up

    return build()
