"""The layout of a form as pages see it: steps, sections, controls. Compiled once per definition.

A step is a `Category` of the layout; a layout without categories is one step. Nothing here
depends on answers: what is visible, required or read-only comes from the engine's state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from unionhall.engine.effective import resolved
from unionhall.engine.plan import ONLY_STEP
from unionhall.forms.control import Control
from unionhall.forms.fields import kind_of
from unionhall.language.model import Element, Form, Process

_CACHE: dict[tuple[str, str, str], Plan] = {}
_MOST_CACHED = 256
_READ_ONLY_RULES = ("ENABLE", "DISABLE")


@dataclass(frozen=True)
class Section:
    """A titled part of a step. `position` is the engine's name of the element; `across`: side by
    side."""

    label: str
    position: str
    parts: tuple[Control | Section, ...]
    across: bool = False

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        return tuple(_flat(self.parts))


Parts = tuple[Control | Section, ...]


@dataclass(frozen=True)
class Step:
    key: str
    label: str
    parts: Parts

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """All controls in the order of the page, hints included."""
        return tuple(_flat(self.parts))

    @cached_property
    def paths(self) -> frozenset[str]:
        return frozenset(c.path for c in self.controls if c.kind != "hint")


@dataclass(frozen=True)
class Plan:
    """One layout of one form. `titles` and `sensitive` are by dotted path; `references`: paths
    of keys of records; `has_rules`: something may change while one types."""

    steps: tuple[Step, ...]
    titles: Mapping[str, str]
    sensitive: Mapping[str, str]
    references: frozenset[str]
    has_rules: bool = False

    @cached_property
    def placed(self) -> frozenset[str]:
        """Paths that have a control of their own."""
        return frozenset().union(*(step.paths for step in self.steps))

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def step_of(self, path: str) -> Step | None:
        """The step that shows a path; a cell belongs to the step of its table."""
        top = path.replace("/", ".")
        for step in self.steps:
            if any(top == own or top.startswith(f"{own}.") for own in step.paths):
                return step
        return None

    def control(self, path: str) -> Control | None:
        return next((c for s in self.steps for c in s.controls if c.path == path), None)


def plan(process: Process, *, stage: str = "", layout: str = "uischema") -> Plan:
    """The compiled layout of the application form, or of what a stage fills in."""
    key = (process.digest, stage, layout)
    found = _CACHE.get(key)
    if found is None:
        form = process.stage(stage).form if stage else process.form
        if len(_CACHE) >= _MOST_CACHED:
            _CACHE.pop(next(iter(_CACHE)))
        found = _CACHE[key] = compile_plan(form or Form({}, {}), layout)
    return found


def compile_plan(form: Form, layout: str = "uischema") -> Plan:
    """Compiles without the cache (for definitions that are not published)."""
    compiler = _Compiler(form)
    root = form.layouts.get(layout) or form.layouts.get("uischema") or _derived(form.schema)
    if any(e.type == "Category" for e in root.elements):
        steps = tuple(
            Step(e.key or f"step{n}", e.label or "", compiler.parts(e, f"/{n}"))
            for n, e in enumerate(root.elements)
            if e.type == "Category"
        )
    else:
        steps = (Step(ONLY_STEP, root.label or "", compiler.parts(root, "")),)
    leaves = dict(walk(form.schema))
    return Plan(
        steps,
        {path: str(leaf.get("title", path)) for path, leaf in leaves.items()}
        | {c.path: c.label for s in steps for c in s.controls if c.kind != "hint"},
        {path: leaf["x-sensitive"] for path, leaf in leaves.items() if "x-sensitive" in leaf},
        frozenset(p for p, leaf in leaves.items() if str(leaf.get("format", "")).find("-ref") > 0),
        bool(form.computed) or _has_rules(root),
    )


def _has_rules(element: Element) -> bool:
    return element.rule is not None or any(_has_rules(below) for below in element.elements)


HINT = "hint:"
"""Hints have no path of their own: theirs is this and their position in the layout."""


class _Compiler:
    """Turns layout elements into controls. Positions are those of `engine.plan`."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.lookups = {lookup.path: lookup for lookup in form.lookups}
        self.always = {c.path for c in form.computed if c.when is None}
        self.sometimes = {c.path for c in form.computed} - self.always

    def parts(self, parent: Element, position: str, is_dynamic: bool = False) -> Parts:
        """What is below `parent`; groups inside become sections, bare layouts dissolve."""
        parts: list[Control | Section] = []
        for number, element in enumerate(parent.elements):
            place = f"{position}/{number}"
            rule = element.rule
            changes = is_dynamic or (rule is not None and rule.effect in _READ_ONLY_RULES)
            across = element.type == "HorizontalLayout"
            if element.type == "Label":
                words = element.text or element.label or ""
                parts.append(Control(HINT + place, "hint", {}, words, options=element.options))
            elif element.path:
                parts.extend(self._control(element, place, changes))
            elif element.type == "Group" or across:
                below = self.parts(element, place, changes)
                parts.append(Section(element.label or "", place, below, across))
            else:
                parts.extend(self.parts(element, place, changes))
        return tuple(parts)

    def _control(
        self, element: Element, position: str, is_dynamic: bool
    ) -> Iterator[Control | Section]:
        path = element.path or ""
        leaf = leaf_at(self.form.schema, path)
        if leaf is None:
            return
        control = self.make(path, leaf, element.options, element.label, is_dynamic=is_dynamic)
        if "properties" in leaf and control.kind == "read_only":
            inner = tuple(
                self.make(f"{path}.{key}", resolved(self.form.schema, sub), element.options)
                for key, sub in leaf["properties"].items()
            )
            yield Section(control.label, position, inner)
        else:
            yield control

    def make(
        self,
        path: str,
        leaf: Mapping[str, Any],
        options: Mapping[str, Any],
        label: str | None = None,
        *,
        is_dynamic: bool = False,
    ) -> Control:
        kind = kind_of(leaf, options)
        if path in self.always:
            kind = "computed"
        elif path in self.lookups:
            kind = "lookup"
        columns: tuple[Control, ...] = ()
        if kind == "table":
            row = resolved(self.form.schema, leaf["items"])
            columns = tuple(
                self.make(key, resolved(self.form.schema, sub), {})
                for key, sub in row.get("properties", {}).items()
            )
        return Control(
            path,
            kind,
            leaf,
            label or str(leaf.get("title", path)),
            str(leaf.get("description", "")),
            options,
            self.lookups.get(path),
            columns,
            is_dynamic or path in self.sometimes,
        )


def _flat(parts: Parts) -> Iterator[Control]:
    for part in parts:
        if isinstance(part, Section):
            yield from _flat(part.parts)
        else:
            yield part


def _derived(schema: Mapping[str, Any]) -> Element:
    """Without a UI schema: every property, in order."""
    controls = tuple(Element("Control", path=key) for key in schema.get("properties", {}))
    return Element("VerticalLayout", elements=controls)


def leaf_at(schema: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """The schema of a dotted path through objects, None where there is none."""
    leaf = schema
    for part in path.split("."):
        below = resolved(schema, leaf).get("properties", {}).get(part)
        if below is None:
            return None
        leaf = below
    return resolved(schema, leaf)


def walk(
    schema: Mapping[str, Any], root: Mapping[str, Any] | None = None, prefix: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property with its dotted path, objects before what is in them."""
    root = root or schema
    for key, below in resolved(root, schema).get("properties", {}).items():
        path = f"{prefix}{key}"
        leaf = resolved(root, below)
        yield path, leaf
        if "properties" in leaf and path.count(".") < 8:
            yield from walk(leaf, root, f"{path}.")
