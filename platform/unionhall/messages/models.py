"""Messages to people: one row is one message to one recipient over one channel.

Written by `casework` through `store`; who gets one and what it says is not decided here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.organisation.models import new_key


class Channel(models.TextChoices):
    INBOX = "inbox", _("message centre")
    SMS = "sms", _("text message")
    EMAIL = "email", _("e-mail")


class MessageState(models.TextChoices):
    """`failed` is tried again by itself, `dead` only when somebody says so."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, will be repeated")
    DEAD = "dead", _("not delivered")


WAITING = (MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED)


class Message(models.Model):
    """`dedupe` says what makes it this message; a second one with the same is none.

    `address` is that of somebody without an account, or an old one; empty means: where `recipient`
    can be reached when it is sent. `due_at`: when the worker may take it, again when it is being
    sent and the lease has run out. `tries` counts the claims and tells one claim from the next.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="messages"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=254, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    case_key = models.CharField(max_length=32, blank=True)
    dedupe = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=MessageState.choices)
    problem = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["recipient", "-id"],
                condition=models.Q(channel="inbox"),
                name="message_inbox",
            ),
            models.Index(
                fields=["recipient", "-id"],
                condition=models.Q(channel="inbox", read_at__isnull=True),
                name="message_unread",
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["queued", "sending", "failed"]),
                name="message_due",
            ),
            models.Index(fields=["-id"], condition=models.Q(state="dead"), name="message_dead"),
        ]
