"""Long work: what is to be done stands in a row, a worker claims it with a lease.

Written by `casework` through `store`. The broker only wakes somebody; a row whose lease ran out
is taken again, so a job's work must be safe to begin anew where its ledger ends.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.organisation.models import Union, new_key


class JobState(models.TextChoices):
    """`waiting` also between two tries; `failed` is tried again only when somebody says so."""

    WAITING = "waiting", _("not processed yet")
    RUNNING = "running", _("being processed")
    DONE = "done", _("processed")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


OPEN = (JobState.WAITING, JobState.RUNNING)
# In `result`: stored name of a second file, kept as long as the first
WORKBOOK = "workbook"


class Job(models.Model):
    """One piece of work. `kind` names who does it, `about` what it works on (an import's key, a
    list), `values` what it was asked, `result` what came of it (counts, a file's name).

    `total` 0 while not known. `run_at`: when it may be taken; while running, when the lease ends.
    `tries` counts the claims and tells one from the next, `failures` those in a row that brought
    the work no further. `file_name` is as the person sees it,
    `stored_name` where `casework` keeps it; `expires_at`: when the file is deleted.
    `dedupe` is what an open job was asked for, so that it is asked for once.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=120, blank=True)
    union = models.ForeignKey(Union, models.PROTECT, null=True, related_name="jobs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    values = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True)
    tries = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    is_cancel_asked = models.BooleanField(default=False)
    dedupe = models.CharField(max_length=200, unique=True, null=True)
    file_name = models.CharField(max_length=150, blank=True)
    stored_name = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    run_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["run_at"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_due",
            ),
            models.Index(fields=["union", "kind", "about", "-id"], name="job_of_union"),
            models.Index(fields=["by", "kind", "-id"], name="job_of_user"),
            models.Index(fields=["-id"], condition=models.Q(state="failed"), name="job_dead"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(expires_at__isnull=False),
                name="job_file_ends",
            ),
        ]
