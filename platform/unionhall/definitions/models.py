"""Published definitions: one document per (kind, key), immutable revisions addressed by digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Document(models.Model):
    """A definition over time. `current` is what new drafts use; empty = not offered."""

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=80)
    pack = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    current = models.ForeignKey("Revision", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_document_per_key")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class Revision(models.Model):
    """One immutable published text (canonical JSON). Never updated, never deleted."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["document", "digest"], name="revision_digest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document} #{self.number}"
