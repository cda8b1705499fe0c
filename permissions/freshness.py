"""How remembered grants are known to be old: a number that every change in this process raises.

A user object lives as long as its request, so what it remembers is at most that old; the number
makes a change inside the same request (or test) visible at once.
"""

from __future__ import annotations

import itertools

_counter = itertools.count(1)
_current = 0


def changed() -> None:
    """Forget every remembered grant."""
    global _current
    _current = next(_counter)


def current() -> int:
    return _current
