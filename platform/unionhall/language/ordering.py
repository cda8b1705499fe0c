"""The order of facts: each after those it uses. The order in the document means nothing.

Objects of JSON have no order, and a stored definition has its keys sorted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from unionhall.language.model import Fact

_USED = re.compile(r"\bfacts\.(\w+)")


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """As given, but each behind those it uses. A circle is cut where it is entered: the linter
    finds the fact that is used before it is known."""
    by_key = {fact.key: fact for fact in facts}
    ordered: list[Fact] = []
    entered: set[str] = set()

    def put(fact: Fact) -> None:
        if fact.key in entered:
            return
        entered.add(fact.key)
        for key in _used(fact):
            if key in by_key:
                put(by_key[key])
        ordered.append(fact)

    for fact in by_key.values():
        put(fact)
    return tuple(ordered)


def _used(fact: Fact) -> list[str]:
    return [key for source in fact.where.values() for key in _USED.findall(str(source))]
