"""The tree of a compiled expression, read from the runtime's serialised form.

The Python binding does not show its tree; the serialised one is the public message
`cel.expr.CheckedExpr` (google/api/expr). Only the fields read here are decoded. What a tree may
contain is decided in `cost`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

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
    checked = _one(_fields(serialised), 2)
    parts = _fields(checked)
    positions: dict[int, int] = {}
    for entry in _messages(_fields(_one(parts, 5)), 4):
        pair = dict(_fields(entry))
        positions[_int(pair.get(1, 0))] = _int(pair.get(2, 0))
    return _node(_one(parts, 4), positions)


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


_Fields = list[tuple[int, "int | bytes"]]


def _node(raw: bytes, positions: dict[int, int]) -> Node:
    fields = _fields(raw)
    number = next((value for key, value in fields if key == 2), 0)
    offset = positions.get(_int(number), 0)
    for key, value in fields:
        if key in _READERS and isinstance(value, bytes):
            kind, text, children, bound = _READERS[key](_fields(value))
            below = tuple(_node(child, positions) for child in children)
            return Node(kind, text, offset, below, bound)
    raise ValueError("expression of an unknown kind")


_Read = tuple[Kind, str, list[bytes], tuple[str, ...]]


def _constant(fields: _Fields) -> _Read:
    return "const", _text(fields, 6), [], ()


def _name(fields: _Fields) -> _Read:
    return "name", _text(fields, 1), [], ()


def _select(fields: _Fields) -> _Read:
    return "select", _text(fields, 2), _messages(fields, 1), ()


def _call(fields: _Fields) -> _Read:
    return "call", _text(fields, 2), _messages(fields, 1) + _messages(fields, 3), ()


def _list(fields: _Fields) -> _Read:
    return "list", "", _messages(fields, 1), ()


def _map(fields: _Fields) -> _Read:
    entries = [_fields(entry) for entry in _messages(fields, 2)]
    children = [child for entry in entries for child in _messages(entry, 3) + _messages(entry, 4)]
    return "map", "", children, ()


def _loop(fields: _Fields) -> _Read:
    children = [child for key in (2, 4, 5, 6, 7) for child in _messages(fields, key)]
    return "loop", "", children, tuple(_text(fields, key) for key in (1, 3, 8))


_READERS = {3: _constant, 4: _name, 5: _select, 6: _call, 7: _list, 8: _map, 9: _loop}


def _text(fields: _Fields, wanted: int) -> str:
    found = _messages(fields, wanted)
    return found[0].decode() if found else ""


def _messages(fields: _Fields, wanted: int) -> list[bytes]:
    return [value for key, value in fields if key == wanted and isinstance(value, bytes)]


def _one(fields: _Fields, wanted: int) -> bytes:
    found = _messages(fields, wanted)
    if not found:
        raise ValueError(f"message without field {wanted}")
    return found[0]


def _int(value: int | bytes) -> int:
    return value if isinstance(value, int) else 0


def _fields(message: bytes) -> _Fields:
    """Protocol-buffer wire format: (field number, varint or bytes); fixed-width values skipped."""
    found: _Fields = []
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(message, at)
            found.append((number, value))
        elif wire == 2:
            length, at = _varint(message, at)
            found.append((number, message[at : at + length]))
            at += length
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        else:
            raise ValueError(f"wire type {wire}")
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
