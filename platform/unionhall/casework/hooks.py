"""Functions of the platform that a definition may call when a stage is decided (`do: call`).

Which there are and what they take is said in `language.tables`; each runs inside the transaction
of the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from unionhall.casework.accounts import reset_by_appeal
from unionhall.casework.context import Context
from unionhall.casework.sentences import refused
from unionhall.engine.shapes import HookCall
from unionhall.people.models import User

Hook = Callable[..., None]
# hook -> function (context, values, *, by)
HOOKS: dict[str, Hook] = {reset_by_appeal.HOOK: reset_by_appeal.reset_by_appeal}


def call(context: Context, asked: HookCall, *, by: User) -> None:
    """Raises Refused: hook (there is none of that name), and the function's own reasons."""
    hook = HOOKS.get(asked.hook)
    if hook is None:
        raise refused("hook")
    values: Mapping[str, Any] = asked.values
    hook(context, values, by=by)
