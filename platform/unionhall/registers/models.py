"""Generic registers: JSON records owned by a union or a person, with database-level keys."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from unionhall.organisation.models import Union, new_key
from unionhall.people.models import Person


class Record(models.Model):
    """One row of a register. At most one of `union` and `person` owns it; none = platform.

    `state` is one of the definition's; `closed_at` is set when it ended, and closed records are
    not found unless a question names a state. `values` hold sensitive columns sealed. `version`
    counts the changes: whoever acts on a record says which one he saw.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    register = models.CharField(max_length=80)
    union = models.ForeignKey(Union, models.PROTECT, null=True, blank=True, related_name="records")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="records"
    )
    state = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    # What the last write to this object did: created, updated or unchanged.
    outcome = ""

    class Meta:
        indexes = [
            models.Index(fields=["register", "union", "id"]),
            models.Index(fields=["register", "person", "id"]),
            models.Index(fields=["register", "id"]),
            models.Index(fields=["register", "state", "id"], name="record_by_state"),
        ]


class RecordTerm(models.Model):
    """One value by which a record is found: a keyed hash of register, path and value.

    The same look-up on both databases, and the only one for values that are stored sealed.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="terms")
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["digest", "record"])]


class RecordCell(models.Model):
    """What a list sorts by or searches in, copied out of the values of a record.

    `column` is `<register>.<path>`, or `<register>.?` for the line that is searched; `text` sorts
    as the value does. Every record has all cells of its register, also empty ones: a list sorted
    by a column would lose it otherwise. `union` is the record's. Sealed columns have none.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="cells")
    column = models.CharField(max_length=160)
    union = models.ForeignKey(Union, models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.CharField(max_length=400)

    class Meta:
        indexes = [
            models.Index(fields=["column", "text", "record"], name="cell_everywhere"),
            models.Index(fields=["column", "union", "text", "record"], name="cell_of_union"),
        ]


class RegisterIndex(models.Model):
    """Which columns of a register have their cells. `done_to`: the last record that was given
    those of `columns`, while they are being made anew; null when all have them."""

    register = models.CharField(max_length=80, unique=True)
    columns = models.JSONField(default=list)
    done_to = models.BigIntegerField(null=True)


class RecordKey(models.Model):
    """A taken value of a unique key. The row exists only while the key's condition holds,
    so conditional uniqueness, also across unions, is an ordinary unique index."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="keys")
    register = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "name", "digest"], name="register_key_once")
        ]


class RecordChange(models.Model):
    """History of a record: who changed what, when, by which action, because of which case or job.

    `case_number` names the case, or the job of an import. `state_before` is empty for a new one.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    state_before = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=32)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at", "record"], name="record_change_at")]


class RecordCommand(models.Model):
    """What was done once: the same page sent twice adds one record, work that was interrupted
    does not act twice on one. `record` is empty for what was done to a core table."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="record_command_once")]


class Snapshot(models.Model):
    """A register or core table as it stood at `as_of`, published later (T+1, 08:00).

    `rows` counts them; readers see a snapshot only once `published_at` is set and past. While it
    is being taken `done_to` is the last row that was copied.
    """

    register = models.CharField(max_length=80)
    as_of = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    done_to = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "as_of"], name="snapshot_once")]


class SnapshotRow(models.Model):
    """One record of a snapshot: `values` as columns, sensitive ones sealed."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="records")
    union = models.ForeignKey(Union, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    record = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=32)
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["snapshot", "union", "state", "id"], name="snapshot_union")]
