"""The wire format of protocol buffers, as far as serialised expressions use it.

A message is a list of (field number, varint or bytes). What the numbers mean is said by `syntax`
(reading) and `expansion` (writing).
"""

from __future__ import annotations

from collections.abc import Iterable

Value = int | bytes
Fields = list[tuple[int, Value]]


def read(message: bytes) -> Fields:
    """The fields in order; fixed-width ones are left out. Raises ValueError for anything else."""
    found: Fields = []
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _varint(message, at)
            found.append((number, value))
        elif kind == 2:
            length, at = _varint(message, at)
            found.append((number, message[at : at + length]))
            at += length
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        else:
            raise ValueError(f"wire type {kind}")
    return found


def write(fields: Iterable[tuple[int, Value]]) -> bytes:
    return b"".join(_field(number, value) for number, value in fields)


def messages(fields: Fields, wanted: int) -> list[bytes]:
    """All length-delimited values of one field."""
    return [value for number, value in fields if number == wanted and isinstance(value, bytes)]


def message(fields: Fields, wanted: int) -> bytes:
    """The one message of a field. Raises ValueError when it is not there."""
    found = messages(fields, wanted)
    if not found:
        raise ValueError(f"message without field {wanted}")
    return found[0]


def text(fields: Fields, wanted: int) -> str:
    found = messages(fields, wanted)
    return found[0].decode() if found else ""


def number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _field(number: int, value: Value) -> bytes:
    if isinstance(value, int):
        return _written(number << 3) + _written(value)
    return _written(number << 3 | 2) + _written(len(value)) + value


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("message cut off")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _written(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
