"""The audit trail: who did what that matters, in a chain nobody can change unnoticed.

`record` is all that the packages above call. Below organisation: it knows no users, only their
numbers and names, so that it outlives them. See docs/decisions/0010-audit-chain.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any


def record(
    kind: str,
    *,
    by: Any,
    now: datetime,
    about: str = "",
    values: Mapping[str, Any] | None = None,
    address: str | None = None,
) -> None:
    """Write an entry in the caller's transaction; it is sealed into the chain right after commit.

    `kind`: one of `kinds.KINDS`. `by`: the account, None when nobody is signed in. `about`: what
    it was done to, `<word>:<key>`. `values`: small plain facts; long runs of digits are masked.
    Raises ValueError for an unknown kind and for a `now` without time zone.
    """
    # This package is imported before models can be.
    from unionhall.audit import chain

    chain.append(kind, by=by, now=now, about=about, values=values or {}, address=address)


def record_many(
    kind: str, entries: Iterable[tuple[str, Mapping[str, Any]]], *, by: Any, now: datetime
) -> None:
    """As `record`, for many things of one deed: (about, values) of each, in one statement."""
    from unionhall.audit import chain

    chain.append_many(kind, entries, by=by, now=now, address=None)
