"""Regions and addresses: one list per level of a code list, then the detail.

A string of format `region` is the lists alone; an object with such a property and others is an
address. Without JavaScript the next level appears after 【更新表单】; the stored code is always the
deepest one chosen, so nothing is lost between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.forms.control import ABSENT, KEPT, Control, Missing, Post, RenderContext
from unionhall.forms.fields.parts import describedby, grouped
from unionhall.forms.markup import tag
from unionhall.language.model import CodeItem, CodeList

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

LEVELS = 4
CODELIST = "regions"


def level_name(control: Control, level: int) -> str:
    """Posted name of one level; `:` cannot occur in the key of a field."""
    return f"{control.path}:{level}"


def parse(post: Post, control: Control) -> str | Missing:
    """The deepest chosen code. A level that does not continue the one above ends the reading:
    without JavaScript the lower lists still show the children of the former choice."""
    if level_name(control, 0) not in post:
        return KEPT
    code = ""
    for level in range(LEVELS):
        typed = post.get(level_name(control, level)) or ""
        if not typed or (code and not _continues(post, control, level, code)):
            break
        code = typed
    return code or ABSENT


def _continues(post: Post, control: Control, level: int, above: str) -> bool:
    """Each list posts which code it belongs to, beside what was chosen in it."""
    return post.get(f"{level_name(control, level)}:of") == above


def render(
    control: Control, state: FieldState, problems: Sequence[str], context: RenderContext
) -> SafeString:
    codes = context.codes(str(control.options.get("codelist", CODELIST)))
    trail = trail_of(codes, state.value if isinstance(state.value, str) else "")
    lists = []
    parent: str | None = None
    for level in range(LEVELS):
        items = children(codes, parent)
        if not items:
            break
        current = trail[level] if level < len(trail) else ""
        lists.append(_list(control, level, parent or "", items, current, state, problems))
        if not current:
            break
        parent = current
    cascade = tag(
        "region-cascade",
        {"class": "region", "data-name": control.path, "data-codelist": _key(control)},
        *lists,
    )
    return grouped(control, state, problems, cascade)


def trail_of(codes: CodeList | None, code: str) -> list[str]:
    """Codes from the outermost level down to `code`; [] for an unknown one."""
    items = {item.code: item for item in codes.items} if codes else {}
    trail: list[str] = []
    item = items.get(code)
    while item is not None and len(trail) < LEVELS:
        trail.insert(0, item.code)
        item = items.get(item.parent) if item.parent else None
    return trail


def children(codes: CodeList | None, parent: str | None) -> list[CodeItem]:
    return [item for item in codes.items if (item.parent or None) == parent] if codes else []


def _key(control: Control) -> str:
    return str(control.options.get("codelist", CODELIST))


def _list(
    control: Control,
    level: int,
    parent: str,
    items: Sequence[CodeItem],
    current: str,
    state: FieldState,
    problems: Sequence[str],
) -> SafeString:
    name = level_name(control, level)
    id_ = control.id if level == 0 else f"{control.id}-{level}"
    entries = [tag("option", {"value": ""}, _("Please choose"))] + [
        tag("option", {"value": item.code, "selected": item.code == current}, item.title)
        for item in items
    ]
    label = _("{label}, level {level}").format(label=control.label, level=level + 1)
    belongs = tag("input", {"type": "hidden", "name": f"{name}:of", "value": parent})
    select = tag(
        "select",
        {
            "class": "field__control region__level",
            "id": id_,
            "name": name,
            "aria-label": label,
            "aria-describedby": describedby(control, problems),
            "aria-required": "true" if state.required else None,
            "aria-invalid": "true" if problems else None,
            "autocomplete": f"address-level{level + 1}",
        },
        *entries,
    )
    return tag("span", {"class": "region__part"}, belongs, select)
