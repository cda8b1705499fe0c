"""Computing blind indexes again after BLIND_INDEX_KEY was changed; the site stands still.

What can be computed anew is: documents and records are found again. What only a person knows
(codes that were sent or handed out) ends, and limits start counting from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from unionhall.definitions import selectors as definitions
from unionhall.organisation.models import ActivationCode
from unionhall.people import documents, sealing
from unionhall.people.models import IdentityDocument, Meter, SmsCode
from unionhall.registers import store as registers
from unionhall.registers.models import Record

BATCH = 500


def reindex(now: datetime) -> dict[str, int]:
    """What was computed or ended -> how many. Again is harmless, also after being killed."""
    return {
        "documents": _documents(),
        "records": _records(),
        "activation codes ended": ActivationCode.objects.filter(
            used_at__isnull=True, revoked_at__isnull=True
        ).update(revoked_at=now),
        "SMS codes ended": SmsCode.objects.all().delete()[0],
        "limits begun anew": Meter.objects.all().delete()[0],
    }


def _documents() -> int:
    count = 0
    for batch in _batches(IdentityDocument.objects.all()):
        for row in batch:
            number = documents.normal_number(sealing.unseal(row.sealed_number), row.kind)
            index = sealing.blind_index(number)
            if index != row.number_index:
                IdentityDocument.objects.filter(pk=row.pk).update(number_index=index)
                count += 1
    return count


def _records() -> int:
    count = 0
    for batch in _batches(Record.objects.select_related("union", "person")):
        for record in batch:
            registers.reindex(record, definitions.register(record.register))
            count += 1
    return count


def _batches(rows: Any) -> Iterator[list[Any]]:
    last = 0
    while True:
        with transaction.atomic():
            found = list(rows.filter(pk__gt=last).order_by("pk")[:BATCH])
            if not found:
                return
            last = found[-1].pk
            yield found
