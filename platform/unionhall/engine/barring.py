"""Who may not decide at a stage though he holds the right: `not_by`.

Whoever hands the case in tells who its people are (`CaseState`); grants are asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from unionhall.engine.shapes import Refused, UserId
from unionhall.language.model import Process, Stage

Deciders = Mapping[str, frozenset[UserId]]


def barred(
    process: Process, stage: Stage, starter: UserId, beneficiary: UserId, deciders: Deciders
) -> frozenset[UserId]:
    """Users kept from a stage. `deciders`: stage -> who agreed there, as far as it still counts."""
    found: set[UserId] = set()
    if "starter" in stage.not_by:
        found.add(starter)
    if "beneficiary" in stage.not_by:
        found.add(beneficiary)
    if "deciders" in stage.not_by:
        for earlier in _before(process, stage):
            found |= deciders.get(earlier, frozenset())
    return frozenset(found - {None})


def forbid(
    process: Process,
    stage: Stage,
    user: UserId,
    starter: UserId,
    beneficiary: UserId,
    deciders: Deciders,
) -> None:
    """Raises Refused: own-case for the starter and the person it is about, decided-before."""
    if user not in barred(process, stage, starter, beneficiary, deciders):
        return
    raise Refused("own-case" if user in (starter, beneficiary) else "decided-before")


def _before(process: Process, stage: Stage) -> tuple[str, ...]:
    keys = [one.key for one in process.stages]
    return tuple(keys[: keys.index(stage.key)])
