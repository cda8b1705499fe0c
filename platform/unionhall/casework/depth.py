"""Regions that were not chosen as deep as the form asks (`levels` of a control).

Which code has something below it only the code list knows, so the engine cannot say it.
"""

from __future__ import annotations

from collections.abc import Iterator

from unionhall.definitions import selectors as definitions
from unionhall.engine.problem import Problem
from unionhall.engine.state import FormState
from unionhall.language import region
from unionhall.language.model import CodeList, Element, Process

CODELIST = "regions"


def too_shallow(process: Process, state: FormState, step: str = "") -> list[Problem]:
    """One per shown region that ends above the level it must reach. `step`: only of this one."""
    found: list[Problem] = []
    for element, place in _asked(process.form.layout, ""):
        path = element.path or ""
        field = state.fields.get(path)
        is_typed = field is not None and field.visible and not field.read_only
        if not is_typed or field is None or not isinstance(field.value, str) or not field.value:
            continue
        key = str(element.options.get("codelist", CODELIST))
        wanted = str(element.options["levels"][-1])
        if step in ("", place) and _is_above(field.value, wanted, key):
            title = str(element.label or field.schema.get("title", path))
            found.append(Problem("format", path, {"format": "region", "title": title}))
    return found


def _asked(element: Element, step: str) -> Iterator[tuple[Element, str]]:
    """Controls that say how deep one must choose, with the key of their step."""
    if element.type == "Category":
        step = element.key or step
    if element.path and element.options.get("levels"):
        yield element, step
    for below in element.elements:
        yield from _asked(below, step)


def _is_above(code: str, wanted: str, key: str) -> bool:
    """There is something to choose below the code, and it is not deep enough yet."""
    level = region.level_of(code)
    if level not in region.LEVELS or region.LEVELS.index(level) >= region.LEVELS.index(wanted):
        return False
    codes = _codes(key)
    return codes is not None and any(item.parent == code for item in codes.items)


def _codes(key: str) -> CodeList | None:
    try:
        return definitions.codelist(key)
    except definitions.NotPublished:
        return None
