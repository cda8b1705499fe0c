"""The demonstration city with applications, as it lies on the disk: no number in clear.

Reads the bytes of the database's own files, so nothing is missed that no model names: freed
pages, the write-ahead log, sessions.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from tests.factories.applications import ACCOUNT, Office, fresh, publish_pack
from tests.security.conftest import browser
from unionhall.cases.models import Case
from unionhall.casework.keep_opinion import keep_opinion
from unionhall.organisation.models import Unit
from unionhall.people import sealing
from unionhall.people.models import IdentityDocument, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ID_NUMBER = re.compile(rb"(?:79|8[123])\d{15}[\dXx]")


def on_disk() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of everything the database keeps."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        for part in sorted(file.parent.glob(f"{file.name}*")):
            yield part.name, part.read_bytes()
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            yield table, "\n".join(row[0] for row in cursor.fetchall()).encode()


def sessions() -> bytes:
    """What sessions hold: signed, not sealed, and packed."""
    found = []
    for text in Session.objects.values_list("session_data", flat=True):
        body = text.removeprefix(".").split(":")[0]
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        found.append(zlib.decompress(raw) if text.startswith(".") else raw)
    return b"\n".join(found)


@pytest.fixture
def secrets(settings, tmp_path) -> set[str]:
    """Make the city and a whole life of two applications; all numbers that must not be found."""
    settings.MEDIA_ROOT = tmp_path
    call_command("demo", verbosity=0)
    publish_pack(User.objects.system())

    def account(mobile: str) -> User:
        return User.objects.select_related("person").get(mobile=mobile)

    office = Office(
        SimpleNamespace(
            lin=account("15400000001"),
            chen=account("15400000101"),
            su=account("15400000103"),
            software=Unit.objects.get(name="海滨软件有限公司"),
        )
    )
    client = browser(office.city.lin)
    draft = office.draft()
    client.post(f"/cases/{draft.key}/form/account/", {**ACCOUNT, "account_no": "7900998877665544"})
    case = office.submitted()
    office.give_back(case, ("account_no",))
    client.get(f"/cases/{case.key}/form/account/")
    keep_opinion("return-opinions", "材料不清楚", by=office.city.su, now=office.now)
    numbers = IdentityDocument.objects.values_list("sealed_number", flat=True)
    for one in Case.objects.all():
        assert fresh(one).draft.answers["account_no"].startswith(sealing.TOKEN)
    return {*map(sealing.unseal, numbers), ACCOUNT["account_no"], "7900998877665544"}


def test_no_number_of_the_demonstration_lies_in_clear(secrets):
    assert len(secrets) > 1900
    found, seen = [], b""
    for name, data in [*on_disk(), ("sessions", sessions())]:
        seen += data if len(data) < 50_000_000 else b""
        found += [(name, one) for one in ID_NUMBER.findall(data) if one.decode().upper() in secrets]
        others = (one for one in secrets if not ID_NUMBER.fullmatch(one.encode()))
        found += [(name, one) for one in others if one.encode() in data]
    assert found == []
    # the reading itself works: what may lie open is seen
    for name in ("林晓岚", "海滨软件有限公司工会", "15400000001"):
        assert name.encode() in seen
