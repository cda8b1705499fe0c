"""Gateways that answer as a script says, for tests and demonstrations.

`SMS_GATEWAY="fake: ok, refuse, timeout, hours, limited"`: the first message goes well, the second
is refused, and so on; the last word holds from then on. Words: `ok`, `refuse`, `timeout`, `hours`
(outside them), `limited` (told to wait), `down`; for identities also `mismatch` and `unsure`.
How far each script has come is kept per process; `rewind` starts them anew.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Lock

from django.core.exceptions import ImproperlyConfigured

from unionhall.people.gateways import GatewayDown, Verdict, keep, not_in_production

WAIT = timedelta(minutes=1)
PROBLEMS = {
    "refuse": GatewayDown("refused"),
    "timeout": GatewayDown("timeout"),
    "hours": GatewayDown("closed"),
    "limited": GatewayDown("limited", WAIT),
    "down": GatewayDown("down"),
}
IDENTITY_WORDS = {
    "ok": Verdict.MATCH,
    "mismatch": Verdict.MISMATCH,
    "refuse": Verdict.MISMATCH,
    "unsure": Verdict.UNSURE,
}

_said: Counter[tuple[str, str]] = Counter()
_lock = Lock()


def rewind() -> None:
    """Let every script start with its first word again."""
    with _lock:
        _said.clear()


class Scripted:
    """The next word of a script, of this process."""

    channel = ""
    answers: frozenset[str] = frozenset({"ok"})

    def __init__(self, script: str) -> None:
        not_in_production("a fake gateway sends nothing")
        self.words = [word.strip() for word in script.split(",") if word.strip()] or ["ok"]
        unknown = set(self.words) - self.answers - set(PROBLEMS)
        if unknown:
            raise ImproperlyConfigured(f"a fake gateway does not know {sorted(unknown)}")

    def say(self) -> str:
        """The next word. Raises GatewayDown when it is not an answer."""
        place = (self.channel, ",".join(self.words))
        with _lock:
            word = self.words[min(_said[place], len(self.words) - 1)]
            _said[place] += 1
        if word in self.answers:
            return word
        problem = PROBLEMS[word]
        raise GatewayDown(problem.code, problem.wait)


class Sms(Scripted):
    channel = "sms"

    def send(self, mobile: str, text: str, *, key: str = "") -> None:
        self.say()
        keep(self.channel, mobile, text)


class Mail(Scripted):
    channel = "mail"

    def send(self, address: str, subject: str, text: str, *, key: str = "") -> None:
        self.say()
        keep(self.channel, address, f"{subject}\n{text}")


class Identity(Scripted):
    channel = "identity"
    answers = frozenset(IDENTITY_WORDS)

    def verify(self, name: str, kind: str, number: str) -> Verdict:
        return IDENTITY_WORDS[self.say()]
