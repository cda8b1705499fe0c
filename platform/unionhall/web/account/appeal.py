"""Where the manual appeal is: the matter anybody may begin whose approval resets a password.

A pack brings it, so it is found by what it does and not by its name.
"""

from __future__ import annotations

from django.urls import reverse

from unionhall.casework.accounts.reset_by_appeal import HOOK
from unionhall.casework.start import is_for_anybody
from unionhall.definitions import selectors
from unionhall.language.model import Process


def appeal_url() -> str:
    """Address of its conditions; "" where no pack offers one."""
    for _document, process in selectors.catalogue():
        if is_for_anybody(process) and _resets(process):
            return reverse("portal:conditions", args=[process.key])
    return ""


def _resets(process: Process) -> bool:
    effects = (
        effect for stage in process.stages for some in stage.effects.values() for effect in some
    )
    return any(effect.hook == HOOK for effect in effects)
