"""Reading rows that were picked once more, for 【更新】: a name or a union may have changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from unionhall.casework import picking
from unionhall.casework.context import Context
from unionhall.casework.refusals import Refused
from unionhall.casework.settling import Material
from unionhall.engine.paths import Nested, copied, read, remove, same, write
from unionhall.engine.plan import plan_of
from unionhall.engine.prefill import Change
from unionhall.people.models import User


def repicked(
    context: Context, held: Material, accept: Collection[str], by: User
) -> tuple[Nested, dict[str, Any], tuple[Change, ...]]:
    """Values, origins and the differences of what picked rows had filled.

    A row that is gone changes nothing here: the submission asks for another one.
    """
    values, origins = copied(held.values), copied(held.origins)
    plan = plan_of(context.process, context.process.form)
    changes: list[Change] = []
    for lookup in context.process.form.lookups:
        key = read(values, lookup.path)
        if not isinstance(key, str):
            continue
        try:
            row = picking.row_of(context, lookup, picking.SEARCH, key, by, {})
        except Refused:
            continue
        for path, column in lookup.fill.items():
            before, after = read(values, path), row.get(column)
            if same(before, after):
                continue
            node = plan.by_path.get(path)
            title = node.title if node else path
            changes.append(Change(path, title, before, after, f"lookup:{lookup.path}"))
            if path in accept:
                _put(values, origins, path, after, context)
    return values, origins, tuple(changes)


def _put(values: Nested, origins: dict[str, Any], path: str, after: Any, context: Context) -> None:
    if after in (None, ""):
        remove(values, path)
        origins.pop(path, None)
        return
    write(values, path, after)
    origins[path] = {**origins.get(path, {}), "value": after, "at": context.world().now}
