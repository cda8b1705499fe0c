"""What the rules look at: a parsed process beside its document, so that findings have pointers.

Walks only; no rule is applied here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.language.lint.references import References
from unionhall.language.model import Element, Form, Process
from unionhall.language.schema import leaves, required_paths

Json = Any
LAYOUT = "uischema"


def at(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


@dataclass(frozen=True, slots=True)
class Spot:
    """One element of a layout, its pointer and the elements above it, outermost first."""

    element: Element
    pointer: str
    above: tuple[Element, ...]
    layout: str


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A form of the process: the applicant's (`stage` None) or what a stage fills in."""

    form: Form
    doc: Mapping[str, Json]
    pointer: str
    stage: str | None

    @property
    def fields(self) -> dict[str, Mapping[str, Json]]:
        """Leaves by dotted path; an array is a leaf."""
        return leaves(self.form.schema)

    @property
    def required(self) -> frozenset[str]:
        """Leaves that are obligatory wherever they are shown, as are all objects above them."""
        named = required_paths(self.form.schema)
        return frozenset(p for p in self.fields if p in named and _parents(p) <= named)

    def field_pointer(self, path: str) -> str:
        """Where the field is declared; the schema itself for one that only a branch declares."""
        pointer = self.pointer + at("schema")
        node: Json = self.form.schema
        for key in path.split("."):
            node = (node.get("properties") or {}).get(key)
            if not isinstance(node, Mapping):
                return self.pointer + at("schema")
            pointer += at("properties", key)
        return pointer

    @property
    def spots(self) -> tuple[Spot, ...]:
        """All elements that the document itself lays out; a derived layout has none."""
        found: list[Spot] = []
        for name, root in self.form.layouts.items():
            if name in self.doc:
                found += _spots(root, self.pointer + at(name), (), name)
        return tuple(found)

    @property
    def has_layout(self) -> bool:
        return LAYOUT in self.doc

    @property
    def sources(self) -> frozenset[str]:
        """Paths that get a value without anybody typing it."""
        paths = {one.path for one in self.form.prefill} | {one.path for one in self.form.computed}
        for lookup in self.form.lookups:
            paths |= {lookup.path, *lookup.fill}
        return frozenset(paths)


@dataclass(frozen=True, slots=True)
class Subject:
    """A process under examination."""

    doc: Mapping[str, Json]
    process: Process
    references: References

    @property
    def form(self) -> FormPlace:
        return FormPlace(self.process.form, self.doc["form"], at("form"), None)

    @property
    def forms(self) -> tuple[FormPlace, ...]:
        found = [self.form]
        for index, stage in enumerate(self.process.stages):
            if stage.form is not None:
                doc = self.doc["stages"][index]["form"]
                found.append(FormPlace(stage.form, doc, at("stages", index, "form"), stage.key))
        return tuple(found)


def _parents(path: str) -> set[str]:
    parts = path.split(".")
    return {".".join(parts[:n]) for n in range(1, len(parts))}


def _spots(
    element: Element, pointer: str, above: tuple[Element, ...], layout: str
) -> Iterator[Spot]:
    yield Spot(element, pointer, above, layout)
    for index, child in enumerate(element.elements):
        yield from _spots(child, pointer + at("elements", index), (*above, element), layout)
