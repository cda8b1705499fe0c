"""Putting the meaning of our own functions into a checked expression, in place of their calls.

`nearest(a, b)` becomes what CEL's `bind` macro would make of "let x = a, y = b in <body>": each
argument is evaluated once, outside the body, so that no name can be caught by another. Works on the
serialised tree (google/api/expr), keeps everything else byte for byte, and leaves out the types,
which only the checker needed.
"""

from __future__ import annotations

from collections.abc import Mapping

from unionhall.language import wire

_ID, _CONST, _IDENT, _SELECT, _CALL, _LIST, _STRUCT, _LOOP = 2, 3, 4, 5, 6, 7, 8, 9
# Fields of an expression's kinds that hold expressions.
_INNER = {_SELECT: (1,), _CALL: (1, 3), _LIST: (1,), _LOOP: (2, 4, 5, 6, 7)}
_TYPES = (2, 3)
_EXPR = 4

Bodies = Mapping[str, bytes]


def expanded(serialised: bytes, bodies: Bodies) -> bytes:
    """The same checked expression with every call of a function in `bodies` written out."""
    container = wire.read(serialised)
    checked = wire.read(wire.message(container, 2))
    kept = [(number, value) for number, value in checked if number not in (*_TYPES, _EXPR)]
    tree = _rewritten(wire.message(checked, _EXPR), bodies)
    return wire.write([container[0], (2, wire.write([(_EXPR, tree), *kept]))])


def body(serialised: bytes, parameters: tuple[str, ...]) -> bytes:
    """The tree of a compiled body, its parameters and loop variables renamed to `@x`, `@y`, ...:
    names that no source can write."""
    checked = wire.read(wire.message(wire.read(serialised), 2))
    return _renamed(wire.message(checked, _EXPR), frozenset({*parameters, "u"}))


def fold() -> bytes:
    """`@x == null ? 0 : ` the sum of the elements of `@x`."""
    one, total = _name("@u"), _name("@sum")
    summed = _loop("@u", _name("@x"), "@sum", _int(0), _bool(True), _call("_+_", total, one), total)
    is_absent = _call("_==_", _name("@x"), wire.write([(_CONST, wire.write([(1, 0)]))]))
    return _call("_?_:_", is_absent, _int(0), summed)


def _rewritten(raw: bytes, bodies: Bodies) -> bytes:
    found = wire.read(raw)
    kind, value = found[-1]
    if kind not in (*_INNER, _STRUCT) or not isinstance(value, bytes):
        return raw
    fields = [_inner(kind, one, bodies) for one in wire.read(value)]
    if kind == _CALL:
        function, arguments = wire.text(fields, 2), wire.messages(fields, 3)
        if function in bodies and not wire.messages(fields, 1):
            return _bound(bodies[function], arguments)
    return wire.write([*found[:-1], (kind, wire.write(fields))])


def _inner(kind: int, field: tuple[int, wire.Value], bodies: Bodies) -> tuple[int, wire.Value]:
    number, value = field
    if not isinstance(value, bytes):
        return field
    if kind == _STRUCT and number == 2:
        entry = [
            (n, _rewritten(v, bodies)) if n in (3, 4) and isinstance(v, bytes) else (n, v)
            for n, v in wire.read(value)
        ]
        return number, wire.write(entry)
    return (number, _rewritten(value, bodies)) if number in _INNER.get(kind, ()) else field


def _bound(inside: bytes, arguments: list[bytes]) -> bytes:
    """A loop over nothing: its accumulator is the argument, its result the body."""
    for name, argument in reversed(list(zip(("@x", "@y"), arguments, strict=False))):
        nothing = wire.write([(_LIST, b"")])
        inside = _loop("@none", nothing, name, argument, _bool(False), _name(name), inside)
    return inside


def _renamed(raw: bytes, names: frozenset[str]) -> bytes:
    found = wire.read(raw)
    kind, value = found[-1]
    if not isinstance(value, bytes) or kind == _CONST:
        return raw
    fields = wire.read(value)
    if kind == _IDENT and wire.text(fields, 1) in names:
        return _name(f"@{wire.text(fields, 1)}")
    kept: wire.Fields = []
    for number, one in fields:
        if isinstance(one, bytes) and number in _INNER.get(kind, ()):
            kept.append((number, _renamed(one, names)))
        elif kind == _LOOP and number == 1 and isinstance(one, bytes) and one.decode() in names:
            kept.append((number, b"@" + one))
        else:
            kept.append((number, one))
    return wire.write([(kind, wire.write(kept))])


def _name(name: str) -> bytes:
    return wire.write([(_IDENT, wire.write([(1, name.encode())]))])


def _int(value: int) -> bytes:
    return wire.write([(_CONST, wire.write([(3, value)]))])


def _bool(value: bool) -> bytes:
    return wire.write([(_CONST, wire.write([(2, int(value))]))])


def _call(function: str, *arguments: bytes) -> bytes:
    fields = [(2, function.encode()), *((3, argument) for argument in arguments)]
    return wire.write([(_CALL, wire.write(fields))])


def _loop(
    variable: str, over: bytes, result: str, start: bytes, while_: bytes, step: bytes, last: bytes
) -> bytes:
    fields = [
        (1, variable.encode()), (2, over), (3, result.encode()), (4, start), (5, while_),
        (6, step), (7, last),
    ]  # fmt: skip
    return wire.write([(_LOOP, wire.write(fields))])
