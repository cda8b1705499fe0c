"""Lines: one application, many people. Rows of their own, each with its state and verdict."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.cases.models.case import Case
from unionhall.organisation.models import new_key
from unionhall.people.models import Person


class LineState(models.TextChoices):
    """`passed` and `failed` are verdicts of the stage it stands at; `done` and `dropped` ends."""

    OPEN = "open", _("open")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")
    DONE = "done", _("completed")
    DROPPED = "dropped", _("taken out")


class CaseLine(models.Model):
    """One of many people (or records) of one application.

    `record`: key of the register record or `person` of whom it was picked; `values` as the
    definition's schema of lines, sensitive ones sealed. `digest` makes it this line: the same
    one cannot be in a case twice. `problems`: [{code, text, level}] of the last checks; it
    `is_blocked` when one of them blocks. `reason`: why it failed at a stage.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    record = models.CharField(max_length=32, blank=True)
    values = models.JSONField(default=dict)
    name_search = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    problems = models.JSONField(default=list)
    is_blocked = models.BooleanField(default=False)
    stage_values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "digest"], name="line_once_per_case"),
            models.UniqueConstraint(fields=["case", "number"], name="line_number_once"),
        ]
        indexes = [
            models.Index(fields=["case", "state", "number"], name="line_of_case"),
            models.Index(
                fields=["case", "number"],
                condition=models.Q(is_blocked=True),
                name="line_blocked_of_case",
            ),
        ]


class LineKey(models.Model):
    """A taken value of an exclusive key of lines (a person once per plan, whatever the case)."""

    line = models.ForeignKey(CaseLine, models.CASCADE, related_name="keys")
    process = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "name", "digest"], name="line_key_once")
        ]
