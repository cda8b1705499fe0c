"""The bare Django the product is compared with: same database, same server, no middleware."""

from __future__ import annotations

from unionhall.config.settings import *  # noqa: F403  # a floor with the product's own database

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.floor_urls"
