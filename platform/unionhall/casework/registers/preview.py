"""What an action on many records would do: how many can be done, and why the others cannot.

Reads only. Of very many the first are asked, the answer says how many that were.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from permissions import gate
from unionhall.casework.registers import reach, rows
from unionhall.casework.registers.act_on_many import bulk_action
from unionhall.casework.registers.acting import told
from unionhall.casework.registers.selection import Chosen, keys_of, register_of
from unionhall.casework.registers.sentences import sentence
from unionhall.casework.registers.surroundings import names_of_row, world
from unionhall.engine.records import why_not
from unionhall.language.model import RecordAction, Register
from unionhall.people.models import User
from unionhall.registers import selectors as registers
from unionhall.registers.rows import Row

MOST_ASKED = 300
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """`total` chosen, of which `able` and `unable` were asked; `first` of those able; `reasons`:
    (sentence, how many)."""

    total: int
    able: int
    unable: int
    first: list[Row] = field(default_factory=list)
    reasons: list[tuple[str, int]] = field(default_factory=list)


def preview(
    register_key: str, action_key: str, chosen: Chosen, *, by: User, now: datetime
) -> Preview:
    """Raises as `act_on_many`."""
    register = register_of(register_key)
    action = bulk_action(register, action_key, by)
    keys = keys_of(register, chosen, by)
    asked = keys[:MOST_ASKED]
    found = rows.within_reach(register, asked, by)
    rights = gate.of(by)
    whys = [(row, why(register, action, row, rights, now)) for row in found]
    able = [row for row, no in whys if not no]
    reasons = Counter(no for _row, no in whys if no)
    if missing := len(asked) - len(found):
        reasons[sentence("not-found-record")] += missing
    return Preview(
        len(keys), len(able), len(asked) - len(able), able[:MOST_SHOWN], reasons.most_common()
    )


def why(
    register: Register, action: RecordAction, row: Row, rights: gate.Rights, now: datetime
) -> str:
    """Why the action cannot be done to this record now, as a sentence; "" when it can."""
    if not reach.may_act(register, action, row, rights):
        return sentence("not-your-record")
    around = world(reach.union_of(row), now, names_of_row(register, row))
    refusal = why_not(register, action, around, registers.answer, row.state)
    return told(refusal).sentence if refusal else ""
