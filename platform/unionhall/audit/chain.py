"""The chain: appending entries, sealing them in order, and checking that nobody changed one.

Each sealed entry carries a keyed hash over its content and the hash of the entry before it; the
head row carries one over the end of the chain. Sealing waits for the commit, because entries of
transactions that run side by side have no order before, and a lock on the head held until then
would make every decision wait for every other.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from unionhall.audit import kinds, scrubbing
from unionhall.audit.models import AuditEntry, AuditHead
from unionhall.language.canonical import canonical

log = structlog.get_logger(__name__)
HEAD: Final = 1
BATCH: Final = 500


def append(
    kind: str,
    *,
    by: Any,
    now: datetime,
    about: str,
    values: Mapping[str, Any],
    address: str | None,
) -> None:
    """See `unionhall.audit.record`."""
    append_many(kind, [(about, values)], by=by, now=now, address=address)


def append_many(
    kind: str,
    rows: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    by: Any,
    now: datetime,
    address: str | None,
) -> None:
    """See `unionhall.audit.record_many`."""
    if kind not in kinds.KINDS:
        raise ValueError(f"no such kind of audit entry: {kind!r}")
    if now.tzinfo is None:
        raise ValueError("an audit entry needs a moment with its time zone")
    name = scrubbing.text(by, 120) if by is not None else ""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now,
            kind=kind,
            actor_id=getattr(by, "pk", None),
            actor_name=name,
            about=scrubbing.text(about, 200),
            values=scrubbing.plain(values),
            address=scrubbing.address(address),
        )
        for about, values in rows
    )
    # robust: what was done is done; an entry that could not be sealed waits for the next one
    transaction.on_commit(seal, robust=True)


def seal() -> int:
    """Chain all committed entries that are not yet. Returns how many; safe to run at any time."""
    count = 0
    while AuditEntry.objects.filter(seq=None).exists():
        sealed = _seal_batch()
        count += sealed
        if sealed < BATCH:
            break
    return count


@transaction.atomic
def _seal_batch() -> int:
    head = _locked_head()
    waiting = list(AuditEntry.objects.filter(seq=None).order_by("id")[:BATCH])
    if not waiting:
        return 0
    for seq, entry in enumerate(waiting, start=head.seq + 1):
        entry.seq, entry.previous = seq, head.digest
        entry.digest = digest(entry)
        head.digest = entry.digest
    AuditEntry.objects.bulk_update(waiting, ["seq", "previous", "digest"], batch_size=100)
    head.seq += len(waiting)
    head.seal = head_seal(head)
    AuditHead.objects.filter(pk=HEAD).update(seq=head.seq, digest=head.digest, seal=head.seal)
    log.info("audit-sealed", seq=head.seq, digest=head.digest)
    return len(waiting)


def _locked_head() -> AuditHead:
    """The head, ours until the end of the transaction (an update locks alike on both databases)."""
    if not AuditHead.objects.filter(pk=HEAD).update(turn=F("turn") + 1):
        AuditHead.objects.get_or_create(pk=HEAD)
        AuditHead.objects.filter(pk=HEAD).update(turn=F("turn") + 1)
    return AuditHead.objects.get(pk=HEAD)


def digest(entry: AuditEntry) -> str:
    """The keyed hash of a numbered entry."""
    return _keyed(
        {
            "seq": entry.seq,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": entry.kind,
            "actor": [entry.actor_id, entry.actor_name],
            "about": entry.about,
            "values": entry.values,
            "address": entry.address,
            "previous": entry.previous,
        }
    )


def head_seal(head: AuditHead) -> str:
    return _keyed({"head": head.seq, "digest": head.digest})


def _keyed(content: Mapping[str, Any]) -> str:
    key = settings.AUDIT_KEY.encode()
    return hmac.new(key, canonical(content).encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found. `broken` says what is wrong first, empty when nothing;
    `seq` is the last good entry, `digest` its hash: keep both elsewhere to compare later."""

    seq: int
    digest: str
    unsealed: int
    broken: str = ""


def verify(expected: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain. `expected`: number and hash an earlier walk ended with."""
    # The head first: what is sealed while we walk lies behind it.
    head = AuditHead.objects.filter(pk=HEAD).first() or AuditHead()
    marks = [(head.seq, head.digest, "the head of the chain")]
    if expected:
        marks.append((*expected, "an earlier check"))
    seq, last, broken = 0, "", _forged(head)
    for entry in () if broken else _sealed():
        broken = _fault(entry, seq, last) or _missed(entry, marks)
        if broken:
            break
        seq, last = seq + 1, entry.digest
    if not broken:
        broken = _cut_off(seq, marks) or _past_the_head(seq)
    return Verdict(seq, last, AuditEntry.objects.filter(seq=None).count(), broken)


def _sealed() -> Iterator[AuditEntry]:
    """All sealed entries in their order, a batch at a time."""
    seq = -1
    while batch := list(AuditEntry.objects.filter(seq__gt=seq).order_by("seq")[:BATCH]):
        yield from batch
        seq = batch[-1].seq or 0


def _fault(entry: AuditEntry, seq: int, last: str) -> str:
    if entry.seq != seq + 1:
        return f"entry {seq + 1} is missing: after {seq} comes {entry.seq}"
    if entry.previous != last:
        return f"entry {entry.seq} does not continue entry {seq}"
    if not hmac.compare_digest(entry.digest, digest(entry)):
        return f"entry {entry.seq} was changed"
    return ""


def _forged(head: AuditHead) -> str:
    if head.seq and not hmac.compare_digest(head.seal, head_seal(head)):
        return "the head of the chain was changed"
    return ""


def _missed(entry: AuditEntry, marks: list[tuple[int, str, str]]) -> str:
    for seq, wanted, who in marks:
        if entry.seq == seq and entry.digest != wanted:
            return f"entry {seq} is not the one {who} saw"
    return ""


def _cut_off(seq: int, marks: list[tuple[int, str, str]]) -> str:
    for wanted, _digest, who in marks:
        if wanted > seq:
            return f"the end is cut off: it stands at {seq}, {who} saw entry {wanted}"
    return ""


def _past_the_head(seq: int) -> str:
    """Entries and head are written together, so the head read last knows all that was walked."""
    head = AuditHead.objects.filter(pk=HEAD).first() or AuditHead()
    return f"entry {head.seq + 1} is unknown to the head of the chain" if head.seq < seq else ""
