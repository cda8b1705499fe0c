"""The tree of a compiled expression, read from the runtime's serialised form.

The Python binding does not show its tree; the serialised one is the public message
`cel.expr.CheckedExpr` (google/api/expr). Only the fields read here are decoded. What a tree may
contain is decided in `cost`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unionhall.language import wire
from unionhall.language.wire import Fields

Kind = Literal["const", "name", "select", "call", "list", "map", "loop"]


@dataclass(frozen=True, slots=True)
class Node:
    """`text`: the constant string, name, field or function. `offset`: character in the source.

    Children of a call: target first, if it has one. A `loop` (comprehension) has its range as
    first child and what is done for each element in the others.
    """

    kind: Kind
    text: str
    offset: int
    children: tuple[Node, ...] = ()
    bound: tuple[str, ...] = ()


def tree(serialised: bytes) -> Node:
    """The tree of `Expression.serialize()`. Raises ValueError for anything else."""
    checked = wire.message(wire.read(serialised), 2)
    parts = wire.read(checked)
    positions: dict[int, int] = {}
    for entry in wire.messages(wire.read(wire.message(parts, 5)), 4):
        pair = dict(wire.read(entry))
        positions[wire.number(pair.get(1, 0))] = wire.number(pair.get(2, 0))
    return _node(wire.message(parts, 4), positions)


def names(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Name nodes that mean declared variables, not those a loop binds."""
    if node.kind == "name" and node.text not in bound:
        yield node
    if node.kind == "loop":
        yield from names(node.children[0], bound)
        inner = bound | frozenset(node.bound)
        for child in node.children[1:]:
            yield from names(child, inner)
        return
    for child in node.children:
        yield from names(child, bound)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def _node(raw: bytes, positions: dict[int, int]) -> Node:
    fields = wire.read(raw)
    number = next((value for key, value in fields if key == 2), 0)
    offset = positions.get(wire.number(number), 0)
    for key, value in fields:
        if key in _READERS and isinstance(value, bytes):
            kind, text, children, bound = _READERS[key](wire.read(value))
            below = tuple(_node(child, positions) for child in children)
            return Node(kind, text, offset, below, bound)
    raise ValueError("expression of an unknown kind")


_Read = tuple[Kind, str, list[bytes], tuple[str, ...]]


def _constant(fields: Fields) -> _Read:
    return "const", wire.text(fields, 6), [], ()


def _name(fields: Fields) -> _Read:
    return "name", wire.text(fields, 1), [], ()


def _select(fields: Fields) -> _Read:
    return "select", wire.text(fields, 2), wire.messages(fields, 1), ()


def _call(fields: Fields) -> _Read:
    return "call", wire.text(fields, 2), wire.messages(fields, 1) + wire.messages(fields, 3), ()


def _list(fields: Fields) -> _Read:
    return "list", "", wire.messages(fields, 1), ()


def _map(fields: Fields) -> _Read:
    entries = [wire.read(entry) for entry in wire.messages(fields, 2)]
    children = [
        child for entry in entries for child in wire.messages(entry, 3) + wire.messages(entry, 4)
    ]
    return "map", "", children, ()


def _loop(fields: Fields) -> _Read:
    children = [child for key in (2, 4, 5, 6, 7) for child in wire.messages(fields, key)]
    return "loop", "", children, tuple(wire.text(fields, key) for key in (1, 3, 8))


_READERS = {3: _constant, 4: _name, 5: _select, 6: _call, 7: _list, 8: _map, 9: _loop}
