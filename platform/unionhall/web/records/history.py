"""What happened to a record, in words: who did what, from which value to which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from unionhall.forms.control import RenderContext
from unionhall.forms.wording import words
from unionhall.language.model import Register
from unionhall.registers import columns as typed
from unionhall.registers.rows import Change
from unionhall.web.records import cells


def told(
    register: Register, changes: Iterable[Change], context: RenderContext
) -> list[dict[str, Any]]:
    """Newest first: who did what, for which case or import, from which value to which."""
    return [_entry(register, change, context) for change in reversed(list(changes))]


def _entry(register: Register, change: Change, context: RenderContext) -> dict[str, Any]:
    title, tone = cells.state_of(register, change.state_after)
    action = register.action(change.action) if change.action else None
    if action is not None:
        head = action.title
    elif not change.state_before:
        head = _("Entered")
    else:
        head = _("Changed")
    if change.state_before and change.state_before != change.state_after:
        before, _tone = cells.state_of(register, change.state_before)
        head = _("{what}: {before} → {after}").format(what=head, before=before, after=title)
    why = [change.reason, _about(change), *_changes(register, change, context)]
    return {
        "title": head,
        "who": change.by_name,
        "at": change.at,
        "lines": [one for one in why if one],
        "tone": tone if tone in ("success", "danger", "warn") else "info",
    }


def _about(change: Change) -> str:
    if change.case_number:
        return _("Because of application {number}").format(number=change.case_number)
    if change.about.startswith("import:"):
        return _("By an import")
    return ""


def _changes(register: Register, change: Change, context: RenderContext) -> list[str]:
    """`岗位：测试 → 开发`; of a new record nothing, its values stand above."""
    if not change.state_before:
        return []
    before = typed.unsealed(register, change.before) if not register.table else change.before
    after = typed.unsealed(register, change.after) if not register.table else change.after
    found = []
    for key in dict.fromkeys((*before, *after)):
        control = cells.control_of(register, key)
        was, now = (words(control, one.get(key), context) for one in (before, after))
        found.append(
            _("{field}: {before} → {after}").format(
                field=cells.title_of(register, None, key),
                before=was or _("(empty)"),
                after=now or _("(empty)"),
            )
        )
    return found
