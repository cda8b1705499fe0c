"""Values of a draft that were proven by a code: what is kept of a proof, and whether it holds.

A proof is of one value at one path; typing another value needs another proof. Only a keyed hash
of the value is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from unionhall.cases import sealed, selectors
from unionhall.cases.models import Case, Draft
from unionhall.casework.refusals import NotYours
from unionhall.casework.sentences import refused
from unionhall.definitions.selectors import process_of
from unionhall.engine.actions import EDITABLE
from unionhall.engine.normalise import normalise
from unionhall.engine.paths import read
from unionhall.engine.plan import plan_of
from unionhall.language.model import Process
from unionhall.people import codes
from unionhall.people.models import User
from unionhall.people.sealing import blind_index

KEYWORD = "x-verify"
BY_SMS = "sms"
PURPOSE = "prove"


def asked(process: Process) -> tuple[str, ...]:
    """Paths of the form whose value has to be proven by a code."""
    nodes = plan_of(process, process.form).nodes
    return tuple(node.path for node in nodes if node.schema.get(KEYWORD) == BY_SMS)


def proof(path: str, value: str, now: datetime) -> dict[str, str]:
    """What a draft keeps of a proof."""
    return {"digest": _digest(path, value), "at": now.isoformat(timespec="seconds")}


def holds(draft: Draft, path: str, value: Any) -> bool:
    """Whether exactly this value was proven."""
    kept = draft.proofs.get(path)
    if not kept or not isinstance(value, str) or not value:
        return False
    return secrets.compare_digest(str(kept.get("digest", "")), _digest(path, value))


def proofs(process: Process, draft: Draft, values: Mapping[str, Any]) -> dict[str, bool]:
    """For the engine: path -> whether its value as it stands was proven."""
    return {path: holds(draft, path, read(values, path)) for path in asked(process)}


def proven_mobile(case: Case) -> str | None:
    """The mobile somebody proved in this application, if it still stands there."""
    process = process_of(case.revision)
    if not case.draft.proofs:
        return None
    values = sealed.unsealed(process, case.draft.answers)
    for path in asked(process):
        value = read(values, path)
        if holds(case.draft, path, value):
            return str(value)
    return None


def provable(case_key: str, path: str, mobile: str, by: User) -> str:
    """The mobile in its normal form, if `by` may prove it there now.

    Raises NotYours, Refused: not-provable, bad-mobile.
    """
    case = selectors.loaded(case_key) if selectors.is_key(case_key) else None
    if case is None or case.starter_id != by.pk or case.status not in EDITABLE:
        raise NotYours
    process = process_of(case.revision)
    if path not in asked(process):
        raise refused("not-provable")
    if case.draft.unlocked is not None and path not in case.draft.unlocked:
        raise refused("locked-field")
    found = read(normalise(process.form, nested(path, mobile)).values, path)
    if not isinstance(found, str) or not codes.is_mobile(found):
        raise refused("bad-mobile")
    return found


def nested(path: str, value: Any) -> dict[str, Any]:
    """`a.b` and a value as answers."""
    for part in reversed(path.split(".")):
        value = {part: value}
    return dict(value)


def _digest(path: str, value: str) -> str:
    return blind_index(f"proof {path} {value}")
