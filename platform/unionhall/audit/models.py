"""The audit trail's entries and the head of their chain. Written by `chain` alone."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One deed. `actor_id` and `actor_name` are copies: an entry outlives the account.

    `seq`, `previous` and `digest` are set when it is sealed into the chain, right after the
    transaction that wrote it; they are empty until then.
    """

    seq = models.PositiveBigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(seq__isnull=True), name="audit_unsealed"
            ),
            models.Index(fields=["kind", "-id"], name="audit_by_kind"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]


class AuditHead(models.Model):
    """Where the chain ends: its one row is the lock of sealing and tells a cut-off tail.

    `seal` is the keyed hash of the other columns.
    """

    turn = models.PositiveBigIntegerField(default=0)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)
