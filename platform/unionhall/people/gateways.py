"""Ways out: messages to phones, letters by mail, and asking whether a person is who he says.

`settings.SMS_GATEWAY`, `MAIL_GATEWAY` and `IDENTITY_GATEWAY` each name one: a short name
(`console`, `smtp`, `off`), a dotted path, or `fake: <script>` (see `fakes`). All of them raise
GatewayDown; its code says why.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import DNS_NAME, EmailMessage
from django.utils import timezone
from django.utils.module_loading import import_string

from unionhall.people.models import SentMessage

SHORT_NAMES = {
    ("SMS", "console"): "unionhall.people.gateways.ConsoleGateway",
    ("MAIL", "console"): "unionhall.people.gateways.ConsoleMail",
    ("MAIL", "smtp"): "unionhall.people.gateways.Smtp",
    ("IDENTITY", "off"): "unionhall.people.gateways.NoIdentityCheck",
}
FAKES = {
    "SMS": "unionhall.people.fakes.Sms",
    "MAIL": "unionhall.people.fakes.Mail",
    "IDENTITY": "unionhall.people.fakes.Identity",
}
LONGEST_LINE = 1000


class GatewayDown(Exception):
    """Nothing left, or (`timeout`) nobody knows.

    `code`: `down`, `timeout`, `closed` (outside its hours), `limited`, `refused` (this message or
    address never; `is_final`). `wait`: how long it asks to be left alone.
    """

    def __init__(self, code: str = "down", wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait

    @property
    def is_final(self) -> bool:
        return self.code == "refused"


class Gateway(Protocol):
    """`key`, where given, tells a repeated message from a new one: the same key goes out once."""

    def send(self, mobile: str, text: str, *, key: str = "") -> None: ...


class MailGateway(Protocol):
    def send(self, address: str, subject: str, text: str, *, key: str = "") -> None: ...


class Verdict(StrEnum):
    """What the register of people says to a name and a number. `UNSURE`: it cannot tell (rare
    signs in the name); `UNCHECKED`: nobody was asked."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNSURE = "unsure"
    UNCHECKED = "unchecked"


class IdentityGateway(Protocol):
    def verify(self, name: str, kind: str, number: str) -> Verdict: ...


class ConsoleGateway:
    """Shows messages to whoever runs the demonstration, instead of sending them."""

    def __init__(self) -> None:
        not_in_production("SMS_GATEWAY=console shows codes")

    def send(self, mobile: str, text: str, *, key: str = "") -> None:
        keep("sms", mobile, text)
        sys.stdout.write(f"SMS ****{mobile[-4:]}: {text}\n")
        sys.stdout.flush()


class ConsoleMail:
    """The same for letters."""

    def __init__(self) -> None:
        not_in_production("MAIL_GATEWAY=console shows links")

    def send(self, address: str, subject: str, text: str, *, key: str = "") -> None:
        keep("mail", address, f"{subject}\n{text}")
        sys.stdout.write(f"MAIL ****{address[-12:]}: {subject}\n{text}\n")
        sys.stdout.flush()


class Smtp:
    """Through the mail server of Django's EMAIL_* settings."""

    def send(self, address: str, subject: str, text: str, *, key: str = "") -> None:
        # the same Message-ID again: servers and programs that look at it show one letter
        headers = {"Message-ID": f"<{key}@{DNS_NAME}>"} if key else None
        try:
            EmailMessage(subject, text, to=[address], headers=headers).send()
        except TimeoutError as problem:
            raise GatewayDown("timeout") from problem
        except OSError as problem:  # smtplib's errors are OSErrors too
            raise GatewayDown from problem


class NoIdentityCheck:
    """Where no register of people can be asked: everybody stays "not verified yet"."""

    def verify(self, name: str, kind: str, number: str) -> Verdict:
        return Verdict.UNCHECKED


def sms() -> Gateway:
    """The gateway of the settings. Raises ImportError when it does not exist."""
    gateway: Gateway = _of("SMS")
    return gateway


def mail() -> MailGateway:
    """The gateway of the settings. Raises ImportError when it does not exist."""
    gateway: MailGateway = _of("MAIL")
    return gateway


def identity() -> IdentityGateway:
    """The gateway of the settings. Raises ImportError when it does not exist."""
    gateway: IdentityGateway = _of("IDENTITY")
    return gateway


def keep(channel: str, address: str, text: str) -> None:
    """Show a message on the demonstration's page instead of sending it."""
    text = text[:LONGEST_LINE]
    SentMessage.objects.create(channel=channel, address=address, text=text, sent_at=timezone.now())


def not_in_production(why: str) -> None:
    if getattr(settings, "PRODUCTION", False):
        raise ImproperlyConfigured(f"{why}: not in production")


def _of(what: str) -> Any:
    name: str = getattr(settings, f"{what}_GATEWAY")
    kind, _, script = name.partition(":")
    if kind.strip() == "fake":
        return import_string(FAKES[what])(script)
    return import_string(SHORT_NAMES.get((what, name), name))()
