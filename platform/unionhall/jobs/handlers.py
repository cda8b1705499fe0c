"""Who does which kind of work, and the words a handler and its runner say to each other.

A handler is a function of a job and a beat. It may be killed at any moment and is then begun anew,
so it goes on where its own ledger ends; it says how far it is between two steps, outside of its
transactions. Packages register theirs when their app is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from unionhall.jobs.models import Job


class Stop(BaseException):
    """The work ends here for now. No Exception: what handles errors of a row lets it pass."""


class Cancelled(Stop):
    """Somebody asked to stop. What was done stays done."""


class Lost(Cancelled):
    """The lease ran out and somebody else has the job: nothing more may be written for it."""


class TimeUp(Stop):
    """Others wait; it is taken again after them."""


class Later(Stop):
    """Nothing can be done for so many seconds: an outside system is closed, answers are due."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class GiveUp(Exception):
    """Trying again is of no use; `code` (at most 80 characters) is shown with the failed job."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Beat(Protocol):
    """How a handler shows that it lives. Each call may raise Stop."""

    def progress(self, done: int, total: int | None = None) -> None:
        """So much is done, and committed. Call it after each step of at most half a minute,
        outside of transactions: it renews the lease, lets messages go out meanwhile, and raises
        Cancelled, Lost or TimeUp."""

    def alive(self) -> None:
        """The same for a step that brought nothing to count."""

    def now(self) -> datetime:
        """The hour of the worker, for what depends on it."""

    def hold(self) -> None:
        """Inside the transaction of a step: nobody else can take the job before its commit.
        Raises Cancelled and Lost only, so the step is rolled back and never done twice."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it; a file that was made takes the place of the one that was handed in.
    `forget`: entries of the job's values nobody needs when it is done."""

    result: Mapping[str, Any] = field(default_factory=dict)
    file_name: str = ""
    stored_name: str = ""
    keep: timedelta | None = None
    forget: tuple[str, ...] = ()


Handler = Callable[[Job, Beat], Done | Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` is what people call this work, lazily translated. `resumes`: it goes on where its
    ledger ends, so it may be put behind others; what begins anew each time works in one go."""

    key: str
    handler: Handler
    title: Any
    resumes: bool


_KINDS: dict[str, Kind] = {}


def register(kind: str, handler: Handler, *, title: Any = "", resumes: bool = True) -> None:
    """Once per kind; the same again is fine, another for the same kind is a mistake."""
    known = _KINDS.get(kind)
    if known is not None and known.handler is not handler:
        raise ValueError(f"two handlers for jobs of kind {kind!r}")
    _KINDS[kind] = Kind(kind, handler, title, resumes)


def forget(kind: str) -> None:
    """For tests, which bring handlers of their own."""
    _KINDS.pop(kind, None)


def kind(key: str) -> Kind | None:
    return _KINDS.get(key)


def known() -> frozenset[str]:
    return frozenset(_KINDS)
