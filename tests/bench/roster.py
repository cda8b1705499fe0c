"""A register filled to a size, and the addresses of its list: first page, filtered, searched, deep.

All records are of one union, so that its clerk has them all before him.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db import connection

from tests.bench.collective import enlist
from tests.bench.scene import session_of
from tests.factories.city import City
from tests.factories.grants import give
from unionhall.definitions import selectors as definitions
from unionhall.registers import indexing
from unionhall.registers.models import Record
from unionhall.registers.rows import cursor

KEY, LIST = "roster", "all"
# one in ten has this family name
SEARCHED = "林"


def fill(city: City, size: int) -> dict[str, str]:
    """The roster of a union grows to `size`. The session of somebody who may see it."""
    have = Record.objects.filter(register=KEY).count()
    enlist(city.software_union, size, since=have)
    indexing.catch_up(definitions.register(KEY), size)
    _settle()
    give(city.he, "view_medical_aid", city.software_union)
    return session_of(city.he)


def lists() -> Iterator[tuple[str, str, str]]:
    """(name, address of the product, address of the floor)."""
    ids = Record.objects.filter(register=KEY).order_by("pk").values_list("pk", flat=True)
    deep = ids[len(ids) // 10]
    for name, asked, bare in (
        ("list", {}, {}),
        ("list filtered", {"state": "uninsured"}, {"state": "uninsured"}),
        ("list searched", {"q": SEARCHED}, {"q": SEARCHED}),
        ("list, deep page", {"cursor": cursor(None, deep)}, {"before": deep}),
    ):
        product = f"/office/registers/{KEY}/lists/{LIST}/?{urlencode(asked)}"
        yield name, product, f"/register/{KEY}/?{urlencode(bare)}"


def _settle() -> None:
    """What autovacuum does in a real installation."""
    with connection.cursor() as cursor_:
        tables = ("record", "recordterm", "recordcell")
        if connection.vendor == "postgresql":
            for table in tables:
                cursor_.execute(f"VACUUM ANALYZE registers_{table}")
        else:
            cursor_.execute("ANALYZE")
