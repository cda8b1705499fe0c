"""The bare Django the product is compared with: same database, same server, no middleware.

Of the applications only those whose tables it reads and what these stand on: what begins with the
others is no floor, and allauth does not begin without its middleware.
"""

from __future__ import annotations

from unionhall.config.settings import *  # noqa: F403  # a floor with the product's own database

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "guardian",
    "treebeard",
    "unionhall.organisation",
    "unionhall.people",
    "unionhall.messages",
    "unionhall.jobs",
    "unionhall.definitions",
    "unionhall.registers",
    "unionhall.imports",
    "unionhall.cases",
    "permissions",
    "unionhall.audit",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.floor_urls"
