"""A form at one moment: what is shown, what is required, what may be changed, which values count.

Relevance first: hidden fields are not required, not validated and not in the answers, while the
draft keeps what was typed. An expression that errs never hides, never opens and never computes:
the field stays visible and a problem blocks the submission (language.md 4 and 5).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.engine.asking import Asking
from unionhall.engine.names import Names
from unionhall.engine.nodes import Choices, Node
from unionhall.engine.paths import Nested, copied, is_absent, pruned, read, remove, write
from unionhall.engine.plan import ONLY_STEP, Plan, plan_of
from unionhall.engine.problem import Problem
from unionhall.engine.unlocking import Lock
from unionhall.engine.world import World
from unionhall.language.model import Form, Process


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field, or one cell of a table. `value` is what counts now (computed values included);
    for a hidden field it is what the draft keeps. `is_placed`: it stands in the layout."""

    path: str
    schema: Mapping[str, Any]
    visible: bool
    required: bool
    read_only: bool
    value: Any
    choices: Choices = ()
    notes: tuple[str, ...] = ()
    is_placed: bool = True
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class FormState:
    """`values`: the draft, nested, hidden ones kept. `answers`: relevant ones only, computed in.

    `elements`: is the element at this position of the layout shown? (`""` is the root, `/0/1`
    the second child of the first child.) `steps` by key of the category.
    """

    fields: Mapping[str, FieldState]
    values: Nested
    answers: Nested
    steps: Mapping[str, bool]
    problems: tuple[Problem, ...]
    elements: Mapping[str, bool]


def resolve(
    process: Process,
    form: Form,
    values: Mapping[str, Any],
    world: World,
    *,
    unlocked: frozenset[str] | None = None,
    submitted: Mapping[str, Any] | None = None,
) -> FormState:
    """The state of a form. Never raises for any values.

    `unlocked`: paths a return left open, None = everything; then a field absent from or invalid in
    `submitted` (the answers returned; by default `values`) is open as well.
    """
    return accept(process, form, values, {}, world, unlocked=unlocked, submitted=submitted)


def accept(
    process: Process,
    form: Form,
    stored: Mapping[str, Any],
    posted: Mapping[str, Any],
    world: World,
    *,
    unlocked: frozenset[str] | None = None,
    submitted: Mapping[str, Any] | None = None,
) -> FormState:
    """The state after somebody posted (normalised) values over the stored ones.

    Posted values of fields that are read-only at that moment are ignored. A posted None clears.
    """
    plan = plan_of(process, form)
    lock = Lock(plan, unlocked, stored if submitted is None else submitted)
    return _Resolution(plan, copied(stored), posted, world, lock).run()


def visible_steps(process: Process, form: Form, state: FormState) -> tuple[str, ...]:
    """Keys of the steps to show, in order."""
    return tuple(key for key, shown in state.steps.items() if shown)


class _Resolution:
    """One pass over the fields in dependency order; `answers` grows as fields are settled."""

    def __init__(
        self, plan: Plan, values: Nested, posted: Mapping[str, Any], world: World, lock: Lock
    ) -> None:
        self.plan, self.values, self.posted, self.lock = plan, values, posted, lock
        self.answers: Nested = {}
        self.asking = Asking(Names(self.answers, world))
        self.fields: dict[str, FieldState] = {}

    def run(self) -> FormState:
        for node in self.plan.order:
            self._settle(node)
        ordered: dict[str, FieldState] = {}
        demanded = {path for clause in self.plan.clauses for path in clause.demands(self.answers)}
        for node in self.plan.nodes:
            self._require(node, demanded)
            ordered[node.path] = self.fields[node.path]
            ordered.update(self._cells(node))
        elements = self._elements()
        return FormState(
            ordered,
            self.values,
            self.answers,
            self._steps(elements),
            tuple(self.asking.failed.values()),
            elements,
        )

    def _settle(self, node: Node) -> None:
        shown = [p for p in node.placements if self.asking.shows(p.guards, node)]
        visible = bool(shown) or not node.placements
        computes = self.asking.computes(node)
        read_only = (
            node.is_fixed
            or computes
            or self.lock.holds(node.path)
            or (bool(shown) and all(self.asking.disables(p.guards, node) for p in shown))
        )
        if not read_only and not node.is_picked:
            self._take_posted(node)
        value = read(self.values, node.path)
        if computes and visible:
            value = self.asking.computed(node)
        if visible and not is_absent(value):
            write(self.answers, node.path, pruned(value))
        self.fields[node.path] = FieldState(
            node.path,
            node.schema,
            visible,
            False,
            read_only,
            value,
            node.choices,
            (),
            bool(node.placements),
            computes,
        )

    def _take_posted(self, node: Node) -> None:
        *parents, last = node.path.split(".")
        level: Any = self.posted
        for part in parents:
            level = level.get(part) if isinstance(level, Mapping) else None
        if not isinstance(level, Mapping) or last not in level:
            return
        value = pruned(level[last])
        if is_absent(value):
            remove(self.values, node.path)
        else:
            write(self.values, node.path, value)

    def _require(self, node: Node, demanded: Collection[str]) -> None:
        """After all values are known: an optional object asks for its parts once it has any."""
        field = self.fields[node.path]
        if not field.visible:
            return
        required = (node.is_required or node.path in demanded) and not any(
            parent not in demanded and is_absent(read(self.answers, parent))
            for parent in node.optional_parents
        )
        for placement in node.placements:
            required |= self.asking.requires(placement.guards, node)
        if required:
            self.fields[node.path] = FieldState(
                field.path,
                field.schema,
                True,
                True,
                field.read_only,
                field.value,
                field.choices,
                field.notes,
                field.is_placed,
                field.is_computed,
            )

    def _cells(self, node: Node) -> dict[str, FieldState]:
        field = self.fields[node.path]
        rows = field.value if node.is_table and isinstance(field.value, list) else []
        found: dict[str, FieldState] = {}
        for index, row in enumerate(rows):
            for cell in node.cells:
                path = f"{node.path}/{index}/{cell.path}"
                value = row.get(cell.path) if isinstance(row, Mapping) else None
                found[path] = FieldState(
                    path,
                    cell.schema,
                    field.visible,
                    field.visible and cell.is_required,
                    field.read_only or cell.is_fixed,
                    value,
                    cell.choices,
                    (),
                    field.is_placed,
                )
        return found

    def _elements(self) -> dict[str, bool]:
        """An element is shown when its parents are, its own rules allow, and its field is."""
        shown: dict[str, bool] = {}
        for part in self.plan.parts:
            above = part.parent is None or shown[part.parent]
            shown[part.position] = above and self.asking.shows(part.guards, None)
        return shown

    def _steps(self, elements: Mapping[str, bool]) -> dict[str, bool]:
        """A step is shown when its category is and anything in it is."""
        if all(part.type != "Category" for part in self.plan.parts):
            return {ONLY_STEP: elements[""]}
        steps: dict[str, bool] = {}
        for part in self.plan.parts:
            if part.type != "Category" or part.key is None:
                continue
            inside = f"{part.position}/"
            leaves = [
                p.position
                for p in self.plan.parts
                if p.position.startswith(inside) and (p.path is not None or p.type == "Label")
            ]
            steps[part.key] = elements[part.position] and (
                not leaves or any(elements[position] for position in leaves)
            )
        return steps
