"""Writing documents and their revisions. Called by `casework` alone.

A revision is written once and never changed; only `Document.current` moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from unionhall.definitions.models import Document, Revision
from unionhall.people.models import User


@dataclass(frozen=True, slots=True)
class Stored:
    """`is_new`: this very text had never been published before; `is_moved`: it is current now
    and was not."""

    revision: Revision
    is_new: bool
    is_moved: bool


def lock(pack: str) -> Document:
    """Make all other publishers of this pack wait for the end of the transaction.

    The row of the pack itself is the lock: it is made on first use, and both databases let one
    transaction at a time have it (SQLite's IMMEDIATE transactions queue as a whole).
    """
    Document.objects.get_or_create(kind="pack", key=pack, defaults={"pack": pack, "title": pack})
    return Document.objects.select_for_update().get(kind="pack", key=pack)


def owner(kind: str, key: str) -> str | None:
    """The pack a key belongs to; None while nothing is published under it."""
    return Document.objects.filter(kind=kind, key=key).values_list("pack", flat=True).first()


def publish(
    kind: str,
    key: str,
    *,
    pack: str,
    title: str,
    body: str,
    digest: str,
    by: User,
    now: datetime,
) -> Stored:
    """Make this text the current one. The same digest again makes no second revision.

    To be called under `lock`. Returning to an earlier text makes that revision current again.
    """
    document, _ = Document.objects.get_or_create(
        kind=kind, key=key, defaults={"pack": pack, "title": title}
    )
    revision = document.revisions.filter(digest=digest).first()
    is_new = revision is None
    if revision is None:
        last = document.revisions.aggregate(last=Max("number"))["last"] or 0
        revision = Revision.objects.create(
            document=document,
            number=last + 1,
            digest=digest,
            body=body,
            published_at=now,
            published_by=by,
        )
    is_moved = document.current_id != revision.id
    if is_moved or document.title != title:
        document.current = revision
        document.title = title
        document.save(update_fields=["current", "title"])
    return Stored(revision, is_new, is_moved)
