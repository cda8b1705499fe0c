"""An open draft: what a step needs of the case, loaded once per request.

Belongs here: the values that travel between wizard, state call and `casework`. Rules are the
engine's, writing is `casework`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from unionhall.engine.paths import Nested
from unionhall.engine.state import FormState, accept
from unionhall.engine.world import World
from unionhall.forms.control import RenderContext
from unionhall.forms.layout import Plan, plan
from unionhall.language.model import Form, Process


@dataclass(frozen=True)
class OpenDraft:
    """`values`: everything typed, unsealed. `unlocked`: what a return left open, None = all.

    `submitted`: what was handed in before, {} for a first application. `version` is that of the
    case when it was read.
    """

    key: str
    process: Process
    values: Mapping[str, Any]
    world: World
    version: int
    unlocked: frozenset[str] | None = None
    submitted: Mapping[str, Any] | None = None
    context: RenderContext = field(default_factory=RenderContext)

    @property
    def form(self) -> Form:
        return self.process.form

    @property
    def plan(self) -> Plan:
        return plan(self.process)

    def state(self, posted: Nested | None = None) -> FormState:
        """The state of the form, with values just posted laid over the stored ones."""
        return accept(
            self.process,
            self.form,
            self.values,
            posted or {},
            self.world,
            unlocked=self.unlocked,
            submitted=self.submitted,
        )

    def at_version(self, version: int) -> OpenDraft:
        """The same draft after a save of ours."""
        return replace(self, version=version)
