"""An open draft as a value: what a step needs of the case, and its form settled.

Reading it from the records and saving it is `loading`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from unionhall.cases.models import Case
from unionhall.engine.paths import Nested
from unionhall.engine.state import FormState, accept
from unionhall.engine.world import World
from unionhall.forms.control import RenderContext
from unionhall.forms.layout import Plan, plan
from unionhall.language.model import Form, Process

Settle = Callable[[Nested], tuple[FormState, World]]


@dataclass(frozen=True)
class OpenDraft:
    """`values`: everything typed, in clear. `unlocked`: what a return left open, None = all.

    `version` is that of the case when it was read; `settle` lays posted values over the stored
    ones (without one the engine does it with `world` as it is); `case` is the record.
    """

    key: str
    process: Process
    values: Mapping[str, Any]
    world: World
    version: int
    unlocked: frozenset[str] | None = None
    context: RenderContext = field(default_factory=RenderContext)
    settle: Settle | None = None
    case: Case | None = None
    _known: list[tuple[FormState, World]] = field(default_factory=list, repr=False)

    @property
    def form(self) -> Form:
        return self.process.form

    @property
    def plan(self) -> Plan:
        return plan(self.process)

    def settled(self, posted: Nested | None = None) -> tuple[FormState, World]:
        """State of the form and world (facts included) with values just posted on top."""
        if not posted and self._known:
            return self._known[0]
        found = self._settle(posted or {})
        if not posted:
            self._known.append(found)
        return found

    def _settle(self, posted: Nested) -> tuple[FormState, World]:
        if self.settle is not None:
            return self.settle(posted)
        state = accept(
            self.process, self.form, self.values, posted, self.world, unlocked=self.unlocked
        )
        return state, self.world

    def at_version(self, version: int) -> OpenDraft:
        """The same draft after a save of ours."""
        return replace(self, version=version)
