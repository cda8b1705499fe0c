"""Cases and everything that belongs to one: draft, submissions, materials, tasks, decisions,
journal. Written by `casework` alone, through `store`.

`Case.version` is the compare-and-set column: every verb takes it up by one or changes nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.definitions.models import Revision
from unionhall.organisation.models import Union, new_key
from unionhall.people.models import Person


class CaseStatus(models.TextChoices):
    """The engine-wide state machine of domain.md 0.3; stages are states within `in_progress`."""

    DRAFT = "draft", _("draft")
    IN_PROGRESS = "in_progress", _("in progress")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn")
    COMPLETED = "completed", _("completed")
    REJECTED = "rejected", _("rejected")


class Case(models.Model):
    """One application. `union` is whose case it is, once known; `search` is what lists match.

    `round` counts the submissions and returns between stages; `stage` of a returned case is where
    it comes back. `is_due`: something is due from the starter at the stage. `stage_values`: decided
    values by stage key, sensitive ones sealed. `links`: what the address brought along that the
    application was begun from (a union's QR code). `parent`: the case whose decision began it.
    `line_count`: people in it, where it has lines. `work`: key of the job that was last asked to do
    what takes long; while that is open nobody else changes the case. `last_seq`,
    `last_submission`: numbers of the newest journal entry and submission, 0 before the first.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    number = models.CharField(max_length=40, null=True, blank=True, unique=True)
    process = models.CharField(max_length=80)
    matter_group = models.CharField(max_length=80)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    starter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases")
    union = models.ForeignKey(Union, models.PROTECT, null=True, blank=True, related_name="cases")
    status = models.CharField(max_length=16, choices=CaseStatus.choices, default=CaseStatus.DRAFT)
    stage = models.CharField(max_length=80, blank=True)
    is_due = models.BooleanField(default=False)
    round = models.PositiveIntegerField(default=0)
    stage_values = models.JSONField(default=dict)
    links = models.JSONField(default=dict)
    line_count = models.PositiveIntegerField(default=0)
    work = models.CharField(max_length=32, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="derived"
    )
    version = models.PositiveIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)
    last_submission = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    summary = models.JSONField(default=list)
    search = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["starter", "status", "-changed_at", "-id"],
                condition=models.Q(deleted_at__isnull=True),
                name="case_own_by_status",
            ),
            models.Index(
                fields=["starter", "-changed_at", "-id"],
                condition=models.Q(deleted_at__isnull=True),
                name="case_own",
            ),
            models.Index(fields=["union", "process", "status"]),
        ]


class Draft(models.Model):
    """What the applicant is typing. `origins`: path -> {value, source, of, at} of prefilled
    values; `unlocked`: paths and materials a return left open, null = everything; `proofs`: path
    -> {digest, at} of values that were proven (a mobile by a code). `due`: what is typed of the
    stages at which something is due from the applicant, by stage, sensitive values sealed."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="draft")
    answers = models.JSONField(default=dict)
    origins = models.JSONField(default=dict)
    unlocked = models.JSONField(null=True, blank=True)
    proofs = models.JSONField(default=dict)
    due = models.JSONField(default=dict)
    step = models.CharField(max_length=80, blank=True)
    saved_at = models.DateTimeField()


class Submission(models.Model):
    """What was handed in, pinned for ever: answers, facts, eligibility, revision.

    `stage`: where something more was handed in later, blank for the application itself;
    `stage_values`: what was, by the form of that stage, sensitive values sealed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="submissions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    answers = models.JSONField()
    origins = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    eligibility = models.JSONField(default=list)
    materials_digest = models.CharField(max_length=64)
    stage = models.CharField(max_length=80, blank=True)
    stage_values = models.JSONField(default=dict)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="submission_number_once")
        ]


class Attachment(models.Model):
    """A file of a case for one material of its checklist. `frozen` once submitted."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    material = models.CharField(max_length=80)
    name = models.CharField(max_length=150)
    stored_name = models.CharField(max_length=100, unique=True)
    media_type = models.CharField(max_length=50)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "material"])]


class MaterialVerdict(models.Model):
    """The standing verdict on one material of a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="verdicts")
    material = models.CharField(max_length=80)
    is_accepted = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "material"], name="one_verdict_per_material")
        ]


class Task(models.Model):
    """Something due from the holders of a permission on a union: one row of a queue.

    `entered_at` and the queue columns of the case are copied so a queue reads one index.
    `outcome` is the action that ended it, empty when the case left in another way (withdrawn).
    `is_awaited`: returned from here and not handed in again yet.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    union = models.ForeignKey(Union, models.PROTECT, related_name="tasks")
    permission = models.CharField(max_length=100)
    process = models.CharField(max_length=80)
    stage = models.CharField(max_length=80)
    round = models.PositiveIntegerField(default=1)
    quorum = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=80, blank=True)
    is_awaited = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["union", "permission", "process", "entered_at", "id"],
                condition=models.Q(done_at__isnull=True),
                name="task_open_queue",
            ),
            models.Index(
                fields=["union", "permission", "process", "-done_at", "-id"],
                condition=models.Q(done_at__isnull=False),
                name="task_done_queue",
            ),
            models.Index(
                fields=["union", "permission", "process", "-done_at", "-id"],
                condition=models.Q(is_awaited=True),
                name="task_awaited_queue",
            ),
        ]


class Decision(models.Model):
    """What one person decided on one task; never changed."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="decisions")
    action = models.CharField(max_length=80)
    reason = models.CharField(max_length=1000, blank=True)
    items = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "by"], name="one_decision_per_person_and_task")
        ]


class JournalEntry(models.Model):
    """The life of a case, in order; also the outbox. `kind` and `values` are its words,
    read by `entries`. Replaying all entries gives the state of the case (I2)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="journal")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    stage = models.CharField(max_length=80, blank=True)
    union = models.ForeignKey(Union, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="journal_without_gap")]


class PendingEvent(models.Model):
    """Entries `first` to `last` of a journal that nobody was told of yet. Written with them, and
    deleted in the transaction that writes the messages: so none is missed and none told twice,
    in whatever order transactions commit."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()


class CaseKey(models.Model):
    """A taken value of one of a process's exclusive keys (one open case per ...)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="keys")
    process = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "name", "digest"], name="case_key_once")
        ]


class Sequence(models.Model):
    """The last number given out in a scope (`<process>:<scope value>`)."""

    scope = models.CharField(max_length=120, unique=True)
    last = models.PositiveBigIntegerField(default=0)


class CommandKey(models.Model):
    """An idempotency key that was used: the same command again answers the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    verb = models.CharField(max_length=40)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="command_key_once")]


class Look(models.Model):
    """Somebody saw sensitive values of a case in clear: who, when, which, for which task."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="looks")
    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    paths = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
