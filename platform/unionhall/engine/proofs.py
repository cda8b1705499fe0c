"""Values that have to be proven: a mobile number by a code that was sent to it (`x-verify`).

Whether a value was proven is known by the caller (`World.proofs`); making and checking codes is
nobody's business here.
"""

from __future__ import annotations

from unionhall.engine.nodes import Node
from unionhall.engine.paths import is_absent
from unionhall.engine.plan import Plan
from unionhall.engine.problem import Problem
from unionhall.engine.state import FormState
from unionhall.engine.world import World

KEYWORD = "x-verify"


def problems(plan: Plan, state: FormState, world: World) -> list[Problem]:
    """One per shown value that has to be proven and is not. Where nothing was typed the field may
    be optional; that it is missing is told elsewhere."""
    found: list[Problem] = []
    for node in plan.nodes:
        if KEYWORD not in node.schema:
            continue
        field = state.fields[node.path]
        if (
            field.visible
            and not is_absent(field.value)
            and not _is_proven(node, field.value, world)
        ):
            found.append(Problem("not-verified", node.path, {"title": node.title}))
    return found


def _is_proven(node: Node, value: object, world: World) -> bool:
    known = world.proofs.get(node.path)
    return known is True or (isinstance(known, str) and known == value)
