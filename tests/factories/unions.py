"""Unions and units for tests, one call each."""

from __future__ import annotations

import itertools
from datetime import date

from unionhall.config.management.demo.numbers import EMPLOYER, credit_code
from unionhall.organisation import store
from unionhall.organisation.models import Union, Unit

_serial = itertools.count(1)


def make_union(name: str, kind: str = "union", parent: Union | None = None, **fields) -> Union:
    """A union below `parent`; without a parent it must be the root."""
    if kind == "union":
        fields.setdefault("founded_on", date(2024, 5, 20))
        fields.setdefault("chair_name", "郑海")
    # a fixed day long past, so that no test depends on the day it runs
    fields.setdefault("since", date(2020, 1, 6))
    return store.add_union(name, kind, parent, **fields)


def make_unit(name: str, union: Union | None = None, code: str | None = None) -> Unit:
    return store.add_unit(name, code or credit_code(EMPLOYER, next(_serial)), union)
