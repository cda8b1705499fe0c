"""Begin an application without an account: a guest account is made that carries just this one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from unionhall.cases.models import Case
from unionhall.casework.sentences import refused
from unionhall.casework.start import is_for_anybody, start
from unionhall.definitions.selectors import NotPublished, current_process
from unionhall.people import guests
from unionhall.people.models import User


def start_as_guest(
    process_key: str,
    consents: Collection[str] = (),
    links: Mapping[str, str] | None = None,
    *,
    by: User,
    now: datetime,
    address: str | None = None,
    agent: str = "",
) -> Case:
    """The draft of a new guest (`case.starter`). `by`: the system account, for nobody asks.

    Raises Refused: not-offered, not-a-starter, too-many-guests (from this address), and those of
    `start`.
    """
    if not by.is_system:
        raise TypeError("a guest is made by the system")
    try:
        _revision, process = current_process(process_key)
    except NotPublished as missing:
        raise refused("not-offered") from missing
    if not is_for_anybody(process):
        raise refused("not-a-starter")
    if not guests.may_begin(address, now):
        raise refused("too-many-guests")
    more: dict[str, Any] = {"links": links} if links else {}
    with transaction.atomic():
        guest = guests.add()
        case: Case = start(
            process_key, consents, by=guest, now=now, address=address, agent=agent, **more
        )
        case.starter = guest
        return case
