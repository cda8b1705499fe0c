"""Reading the audit trail, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from unionhall.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; an empty field narrows nothing. `who`: a part of a name, or
    what it was done to (`user:7`)."""

    kind: str = ""
    actor_id: int | None = None
    who: str = ""
    since: datetime | None = None
    until: datetime | None = None


def entries(asked: Asked, before: int | None = None) -> QuerySet[AuditEntry]:
    """`before`: the number of the last row of the page above."""
    found = AuditEntry.objects.order_by("-id")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.actor_id is not None:
        found = found.filter(actor_id=asked.actor_id)
    if asked.who:
        found = found.filter(Q(actor_name__icontains=asked.who) | Q(about=asked.who))
    if asked.since:
        found = found.filter(at__gte=asked.since)
    if asked.until:
        found = found.filter(at__lt=asked.until)
    return found if before is None else found.filter(id__lt=before)
