"""The ledger of an import: one row per row of the uploaded workbook, kept for ever.

What was read, what was said of it, what it became; so a killed worker goes on where it stood,
nothing lost or doubled, and rows in = created + updated + unchanged + rejected + pending (I9).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.jobs.models import Job
from unionhall.organisation.models import Union
from unionhall.people import sealing

_SEALED = "sealed"


class RowState(models.TextChoices):
    """`pending` waits for an answer from outside; the last five are ends."""

    READ = "read", _("read")
    PENDING = "pending", _("waiting for the identity check")
    CREATED = "created", _("added")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (RowState.READ, RowState.PENDING)


class SealedJSON(models.JSONField):
    """JSON that is sealed at rest as a whole: sentences quote what stood in a cell, which may be a
    number of a person. To the database and its migrations an ordinary JSON column."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value:
            value = sealing.seal_values({_SEALED: value}, [_SEALED])[_SEALED]
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        return sealing.unseal_values({_SEALED: found}, [_SEALED])[_SEALED]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class ImportRow(models.Model):
    """`number` is the row of the sheet, 0 for what concerns the whole workbook (its header).

    `values` as read, sensitive ones sealed; `problems`: [{code, column, type, message, cause,
    remedy}] in the words of the definition, sealed.
    `due_at`: when the outside check is asked (again).
    """

    job = models.ForeignKey(Job, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.READ)
    values = models.JSONField(default=dict)
    problems = SealedJSON(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["job", "state", "number"], name="import_row_state")]


class ReviewState(models.TextChoices):
    WAITING = "waiting", _("waiting for approval")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")


class BatchReview(models.Model):
    """Somebody else says yes or no to a batch before its good rows become records: who holds
    `codename` on `union`."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="review")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+")
    codename = models.CharField(max_length=100)
    state = models.CharField(
        max_length=10, choices=ReviewState.choices, default=ReviewState.WAITING
    )
    asked_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "union"], name="review_by_union")]
