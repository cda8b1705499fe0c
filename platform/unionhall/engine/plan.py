"""A form prepared for evaluation: fields in document order, their rules, the order to ask in.

Made once per form and process digest. Holds no values; `state` evaluates it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unionhall.engine import period
from unionhall.engine.conditional import Clause, clauses_of
from unionhall.engine.effective import resolved as resolved
from unionhall.engine.names import FAILURES
from unionhall.engine.nodes import Ask, Choices, Guard, Node, Part, Placement
from unionhall.language.environment import expression
from unionhall.language.model import Element, Form, Process

# The step of a layout that has no categories, named so by `language.parse.steps`.
ONLY_STEP = "form"


@dataclass(frozen=True, slots=True)
class Plan:
    """`nodes` in document order, `order` such that what a field depends on comes first.

    `clauses`: what the schema itself asks for under conditions.
    """

    key: tuple[str, str]
    root: Mapping[str, Any]
    nodes: tuple[Node, ...]
    order: tuple[Node, ...]
    parts: tuple[Part, ...]
    by_path: Mapping[str, Node]
    clauses: tuple[Clause, ...] = ()

    def node(self, path: str) -> Node | None:
        """The field of a path; of a cell its column (`rows/0/name` is column `name`)."""
        head, *rest = path.split("/")
        found = self.by_path.get(head)
        if not rest or found is None:
            return found
        return next((cell for cell in found.cells if cell.path == rest[-1]), found)


_plans: dict[tuple[str, str], Plan] = {}
_MOST = 512


def plan_of(process: Process, form: Form) -> Plan:
    """The plan of the form of the process or of one of its stages."""
    key = form_key(process, form)
    if key is None:
        return _made(process, form, (process.digest, "?"))
    found = _plans.get((process.digest, key))
    if found is None:
        if len(_plans) >= _MOST:
            _plans.pop(next(iter(_plans)))
        found = _plans[process.digest, key] = _made(process, form, (process.digest, key))
    return found


def form_key(process: Process, form: Form) -> str | None:
    """ "" for the form of the process, the key of the stage for one of a stage."""
    if form is process.form:
        return ""
    for stage in process.stages:
        if stage.form is form:
            return stage.key
    return "" if form == process.form else None


def _made(process: Process, form: Form, key: tuple[str, str]) -> Plan:
    placements: dict[str, list[Placement]] = {}
    parts: list[Part] = []
    compile_ = _Compiler(process, form)
    step = None if any(e.type == "Category" for e in form.layout.elements) else ONLY_STEP
    _walk_layout(form.layout, "", None, step, (), compile_, placements, parts)
    nodes = _walk_schema(form, compile_, {p: tuple(v) for p, v in placements.items()})
    ranked = _document_order(nodes, placements)
    by_path = {node.path: node for node in ranked}
    return Plan(
        key=key,
        root=form.schema,
        nodes=ranked,
        order=_dependency_order(ranked),
        parts=tuple(parts),
        by_path=by_path,
        clauses=clauses_of(form.schema),
    )


class _Compiler:
    """Turns sources into Asks, each source once."""

    def __init__(self, process: Process, form: Form) -> None:
        self._process, self._form = process, form
        self._known: dict[str, Ask] = {}

    def __call__(self, source: str | None) -> Ask | None:
        if source is None:
            return None
        if source not in self._known:
            try:
                compiled = expression(self._process, source, self._form)
            except FAILURES:
                compiled = None
            reads_period = compiled is not None and "period" in compiled.references
            also = period.fields(self._process) if reads_period else frozenset()
            self._known[source] = Ask(source, compiled, also)
        return self._known[source]

    def guards(self, element: Element) -> tuple[Guard, ...]:
        if element.rule is None:
            return ()
        when = self(element.rule.when)
        return (Guard(element.rule.effect, when),) if when else ()


def _walk_layout(
    element: Element,
    position: str,
    parent: str | None,
    step: str | None,
    above: tuple[Guard, ...],
    compile_: _Compiler,
    placements: dict[str, list[Placement]],
    parts: list[Part],
) -> None:
    own = compile_.guards(element)
    guards = above + own
    step = element.key if element.type == "Category" else step
    parts.append(Part(position, parent, element.type, element.key, element.path, own))
    if element.path is not None:
        placements.setdefault(element.path, []).append(Placement(position, step, guards))
        return
    for index, child in enumerate(element.elements):
        below = f"{position}/{index}"
        _walk_layout(child, below, position, step, guards, compile_, placements, parts)


def _walk_schema(
    form: Form, compile_: _Compiler, placements: Mapping[str, tuple[Placement, ...]]
) -> list[Node]:
    computed = {entry.path: entry for entry in form.computed}
    picked = {lookup.path for lookup in form.lookups}

    def node(path: str, schema: Mapping[str, Any], required: bool, optional: Iterable[str]) -> Node:
        entry = computed.get(path)
        return Node(
            path=path,
            schema=schema,
            title=str(schema.get("title") or path),
            is_required=required,
            is_fixed=bool(schema.get("readOnly")),
            is_picked=path in picked,
            optional_parents=tuple(optional),
            choices=choices_of(schema),
            placements=placements.get(path, ()),
            computed=compile_(entry.value) if entry else None,
            computed_when=compile_(getattr(entry, "when", None)) if entry else None,
            cells=tuple(cells(schema)),
        )

    def cells(schema: Mapping[str, Any]) -> Iterator[Node]:
        items = resolved(form.schema, schema.get("items") or {})
        required = items.get("required", ())
        for name, below in (items.get("properties") or {}).items():
            yield node(name, resolved(form.schema, below), name in required, ())

    def walk(prefix: str, schema: Mapping[str, Any], optional: tuple[str, ...]) -> Iterator[Node]:
        required = schema.get("required", ())
        for name, raw in (schema.get("properties") or {}).items():
            below, path = resolved(form.schema, raw), prefix + name
            if "properties" in below and path not in placements:
                still = optional if name in required else (*optional, path)
                yield from walk(f"{path}.", below, still)
            else:
                yield node(path, below, name in required, optional)

    return list(walk("", form.schema, ()))


def choices_of(schema: Mapping[str, Any]) -> Choices:
    """Labelled choices in order; an `enum` is its own label."""
    source = schema
    if schema.get("type") == "array" and isinstance(schema.get("items"), Mapping):
        source = schema["items"]
    options = source.get("oneOf") or ()
    if options and all("const" in option for option in options):
        return tuple((o["const"], str(o.get("title", o["const"]))) for o in options)
    return tuple((value, str(value)) for value in source.get("enum", ()))


def _document_order(
    nodes: Iterable[Node], placements: Mapping[str, list[Placement]]
) -> tuple[Node, ...]:
    """The order of the layout first, then what is carried, in schema order."""
    by_path = {node.path: node for node in nodes}
    placed = [by_path[path] for path in placements if path in by_path]
    return (*placed, *(node for node in by_path.values() if not node.placements))


def _dependency_order(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Depth first over what each field reads. Fields of a cycle, which the linter refuses, keep
    document order among themselves."""
    by_path = {node.path: node for node in nodes}
    done: dict[str, Node] = {}
    open_: set[str] = set()

    def visit(node: Node) -> None:
        if node.path in done or node.path in open_:
            return
        open_.add(node.path)
        for name in sorted({name for ask in node.asks() for name in ask.fields}):
            for path in _leaves_read(name, by_path):
                visit(by_path[path])
        done[node.path] = node

    for node in nodes:
        visit(node)
    return tuple(done.values())


def _leaves_read(name: str, by_path: Mapping[str, Node]) -> list[str]:
    """A name may be a field, an object above fields, or something inside a table."""
    if name in by_path:
        return [name]
    return [p for p in by_path if p.startswith(f"{name}.") or name.startswith(f"{p}.")]
