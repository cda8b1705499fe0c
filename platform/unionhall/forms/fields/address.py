"""Regions and addresses: one list per level of a code list, then the detail.

A string of format `region` is the lists alone; an object with such a property and others is an
address. Without JavaScript the next level appears after 【更新表单】; the stored code is always the
deepest one chosen, so nothing is lost between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.forms.control import ABSENT, KEPT, Control, Missing, Post, RenderContext
from unionhall.forms.fields.parts import describedby, grouped
from unionhall.forms.markup import tag
from unionhall.language import region
from unionhall.language.model import CodeItem, CodeList

if TYPE_CHECKING:
    from unionhall.engine.state import FieldState

LEVELS = 4
CODELIST = "regions"
_TITLES = {
    "province": gettext_lazy("province"),
    "city": gettext_lazy("city"),
    "district": gettext_lazy("district or county"),
    "town": gettext_lazy("town or street"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """One list: its posted name, its label, the code it belongs to, its items, the chosen one."""

    name: str
    label: str
    of: str
    items: tuple[CodeItem, ...]
    value: str


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
    lists = [
        _list(control, number, level, state, problems)
        for number, level in enumerate(levels(control, state.value, context))
    ]
    cascade = tag(
        "region-cascade",
        {"class": "region", "data-id": control.id, "data-blank": _("Please choose")},
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


def children(items: Sequence[CodeItem], parent: str) -> list[CodeItem]:
    return [item for item in items if (item.parent or "") == parent]


def levels(control: Control, value: object, context: RenderContext) -> list[Level]:
    """The lists to show for a stored code: every level down to it, and the one below.

    With `levels` in the layout only those, whatever stands above them.
    """
    key = codelist_of(control)
    offered = context.offered(key) or ()
    asked = [str(level) for level in control.options.get("levels", ())]
    trail = trail_of(context.codes(key), value if isinstance(value, str) else "")
    if asked:
        trail = [code for code in trail if region.level_of(code) in asked]
    found: list[Level] = []
    for number in range(len(asked) or LEVELS):
        parent = trail[number - 1] if number else ""
        items = children(offered, parent)
        if asked and not number:
            items = [item for item in offered if region.level_of(item.code) == asked[0]]
        if not items:
            break
        current = trail[number] if number < len(trail) else ""
        label = _label(control, asked, number)
        found.append(Level(level_name(control, number), label, parent, tuple(items), current))
        if not current:
            break
    return found


def _label(control: Control, asked: Sequence[str], number: int) -> str:
    if number < len(asked) and asked[number] in _TITLES:
        title = _TITLES[asked[number]]
        return _("{label}, {level}").format(label=control.label, level=title)
    return _("{label}, level {level}").format(label=control.label, level=number + 1)


def codelist_of(control: Control) -> str:
    return str(control.options.get("codelist", CODELIST))


def _list(
    control: Control, number: int, level: Level, state: FieldState, problems: Sequence[str]
) -> SafeString:
    id_ = control.id if number == 0 else f"{control.id}-{number}"
    entries = [tag("option", {"value": ""}, _("Please choose"))] + [
        tag("option", {"value": item.code, "selected": item.code == level.value}, item.title)
        for item in level.items
    ]
    belongs = tag("input", {"type": "hidden", "name": f"{level.name}:of", "value": level.of})
    select = tag(
        "select",
        {
            "class": "field__control region__level",
            "id": id_,
            "name": level.name,
            "aria-label": level.label,
            "aria-describedby": describedby(control, problems),
            "aria-required": "true" if state.required else None,
            "aria-invalid": "true" if problems else None,
            "autocomplete": f"address-level{number + 1}",
        },
        *entries,
    )
    return tag("span", {"class": "region__part"}, belongs, select)
