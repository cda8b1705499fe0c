"""What cases hand to outside systems at external stages, and what comes back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.cases.models.case import Case
from unionhall.organisation.models import new_key


class Dispatch(models.Model):
    """What a case handed to an outside system at an external stage, once per stage and round.

    `key` is how the outside names it. `due_at`: when it is sent (again) or, once sent, when an
    answer is overdue; `tries` counts the sendings, `reminders` how often an answer was missed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("to be sent")
        SENT = "sent", _("sent")
        ANSWERED = "answered", _("answered")
        CANCELLED = "cancelled", _("cancelled")
        DEAD = "dead", _("not delivered")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="dispatches")
    stage = models.CharField(max_length=80)
    round = models.PositiveIntegerField()
    hook = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=80, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    reminders = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage", "round"], name="dispatch_once_per_round"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "sent"]),
                name="dispatch_due",
            )
        ]


class DispatchAnswer(models.Model):
    """One answer from outside as it came, by file or callback (`source`); `dedupe` makes a repeated
    one none.

    `values`: {passed, failed, unknown: [line], unknown_count, is_late}, nothing sensitive, and of
    an answer taken at once lines: [{line, ok, code, reason}]. `total`: of how many lines it speaks,
    `done`: so many were looked at, in its order; fewer while `job`, the key of the job that does
    it, is not through.
    """

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="answers")
    dedupe = models.CharField(max_length=64)
    source = models.CharField(max_length=10, default="callback")
    values = models.JSONField(default=dict)
    applied = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    job = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispatch", "dedupe"], name="answer_once")]
        indexes = [
            models.Index(fields=["job"], condition=~models.Q(job=""), name="answer_of_job"),
        ]

    @property
    def is_pending(self) -> bool:
        return self.done < self.total
