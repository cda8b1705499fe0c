"""The materials of a case: which apply, which are obligatory, which are still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unionhall.engine.names import FAILURES, Names, ask
from unionhall.engine.problem import Problem
from unionhall.engine.shapes import MATERIAL
from unionhall.engine.world import World
from unionhall.language.model import Material, Process


@dataclass(frozen=True, slots=True)
class Item:
    material: Material
    required: bool


def checklist(
    process: Process,
    answers: Mapping[str, Any],
    world: World,
    materials: Sequence[Material] | None = None,
) -> tuple[Item, ...]:
    """Materials that apply, in order. A condition that errs keeps the material, required.

    `materials`: those of a stage that has some of its own; None = those of the application.
    """
    names = Names(answers, world)
    return tuple(
        Item(material, _holds(process, material.required, names))
        for material in (process.materials if materials is None else materials)
        if material.when is None or _holds(process, material.when, names)
    )


def missing(items: Sequence[Item], counts: Mapping[str, int]) -> tuple[Problem, ...]:
    """Problems of a checklist; `counts` are files handed in per material key.

    Of a `one_of` group any one material is enough; the problem names all of them.
    """
    found: list[Problem] = []
    groups: set[str] = set()
    for item in items:
        material = item.material
        count = counts.get(material.key, 0)
        if count > material.max_files:
            params = {"title": material.title, "limit": material.max_files}
            found.append(Problem("too-many-files", MATERIAL + material.key, params))
        if not item.required or count:
            continue
        if material.one_of is None:
            params = {"title": material.title}
            found.append(Problem("material-missing", MATERIAL + material.key, params))
        elif material.one_of not in groups:
            groups.add(material.one_of)
            found += _missing_group(material.one_of, items, counts)
    return tuple(found)


def _missing_group(group: str, items: Sequence[Item], counts: Mapping[str, int]) -> list[Problem]:
    members = [item.material for item in items if item.material.one_of == group]
    if any(counts.get(material.key, 0) for material in members):
        return []
    params = {"titles": tuple(material.title for material in members)}
    return [Problem("material-one-of-missing", MATERIAL + members[0].key, params)]


def _holds(process: Process, condition: bool | str, names: Names) -> bool:
    if isinstance(condition, bool):
        return condition
    try:
        return ask(process, condition, names) is True
    except FAILURES:
        return True
