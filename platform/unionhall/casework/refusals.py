"""How a verb says no. A refusal carries a stable code and a sentence for people.

`NotYours` becomes 404, `Conflict` 409, `Invalid` the page again with all problems (422), every
other `Refused` 422. Sentences of the engine's and the gate's codes are in `sentences`.
"""

from __future__ import annotations

from collections.abc import Iterable

from unionhall.engine.problem import Problem


class Refused(Exception):
    """`code` is stable; `sentence` is in the reader's language and says how to go on."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


class NotYours(Refused):
    """No such case, or not for this user: nobody learns which."""

    def __init__(self, code: str = "not-found", sentence: str = "") -> None:
        super().__init__(code, sentence)


class Conflict(Refused):
    """Somebody was first. The sentence names who and what."""


class Expired(Conflict):
    """What the command refers to does not stand any more: a task, a draft, a consent's text."""


class Busy(Conflict):
    """The worker is at this case; ask again in a moment."""


class Invalid(Refused):
    """`problems` are all of them at once, in document order, blocking ones and warnings."""

    def __init__(self, code: str, sentence: str, problems: Iterable[Problem]) -> None:
        super().__init__(code, sentence)
        self.problems = tuple(problems)
