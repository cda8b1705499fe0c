"""Rules that hold over many records: asked after a write, while nobody else can write there.

A check of a register counts what stands in it, the new record included. Whoever writes waits for
the union first (for the root, where a question is not about one union), so two who each see room
for one more do not both take it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from unionhall.casework.refusals import Invalid
from unionhall.casework.registers.sentences import sentence
from unionhall.casework.registers.surroundings import record_names, world
from unionhall.engine.records import violations
from unionhall.language.model import RecordAction, Register
from unionhall.organisation import selectors as organisation
from unionhall.organisation import store as tree
from unionhall.organisation.models import Union
from unionhall.registers import columns
from unionhall.registers import selectors as registers
from unionhall.registers.models import Record

UNION = "union"


def wait_for(register: Register, union: Union | None) -> None:
    """Nobody else writes to these totals until the transaction ends. Before records are locked."""
    if not register.checks or not register.facts:
        return
    is_local = union is not None and all(UNION in fact.where for fact in register.facts)
    place = union if is_local else organisation.root()
    if place is not None:
        tree.lock_union(place)


def check(
    register: Register,
    record: Record,
    now: datetime,
    action: RecordAction | None = None,
    answers: Mapping[str, Any] | None = None,
) -> None:
    """Raises Invalid(checks) in the words of the definition; then roll back."""
    if not register.checks:
        return
    plain = columns.unsealed(register, record.values)
    names = record_names(plain, record.key, record.state, record.union, record.person)
    around = world(record.union, now, names)
    found = violations(register, action, answers or {}, around, registers.answer)
    blocking = tuple(problem for problem in found if problem.is_blocking)
    if blocking:
        raise Invalid("checks", blocking[0].text or sentence("checks"), blocking)
