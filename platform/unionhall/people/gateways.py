"""Ways out to phones. `settings.SMS_GATEWAY` names one: `console` or a dotted path.

A gateway has `send(mobile, text)`, and raises GatewayDown when the message surely did not leave.
"""

from __future__ import annotations

import sys
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.module_loading import import_string

from unionhall.people.models import SentMessage

SHORT_NAMES = {"console": "unionhall.people.gateways.ConsoleGateway"}


class GatewayDown(Exception):
    """The message was not taken; sending again later is right."""


class Gateway(Protocol):
    def send(self, mobile: str, text: str) -> None: ...


class ConsoleGateway:
    """Shows messages to whoever runs the demonstration, instead of sending them."""

    def __init__(self) -> None:
        if getattr(settings, "PRODUCTION", False):
            raise ImproperlyConfigured("SMS_GATEWAY=console shows codes: not in production")

    def send(self, mobile: str, text: str) -> None:
        SentMessage.objects.create(
            channel="sms", address=mobile, text=text, sent_at=timezone.now()
        )
        sys.stdout.write(f"SMS ****{mobile[-4:]}: {text}\n")
        sys.stdout.flush()


def sms() -> Gateway:
    """The gateway of the settings. Raises ImportError when it does not exist."""
    name = settings.SMS_GATEWAY
    gateway: Gateway = import_string(SHORT_NAMES.get(name, name))()
    return gateway
