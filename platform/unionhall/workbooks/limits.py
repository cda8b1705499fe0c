"""How much of a file is taken. One value for everything that reads a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, except where the name says otherwise. `ratio`: unpacked to packed, asked of parts
    above `ratio_from`; a long table of the same words packs 60 times. `memory` and `cpu_seconds`
    bind the reading child, `wait_seconds` how long the parent waits for it altogether.
    """

    file: int = 20 * MEGABYTE
    part: int = 400 * MEGABYTE
    total: int = 600 * MEGABYTE
    strings: int = 128 * MEGABYTE
    small_part: int = 16 * MEGABYTE
    directory: int = MEGABYTE
    ratio: int = 200
    ratio_from: int = 8 * MEGABYTE
    parts_count: int = 2_000
    sheets_count: int = 60
    strings_count: int = 3_000_000
    merges_count: int = 5_000
    cell_chars: int = 32_767
    memory: int = 768 * MEGABYTE
    cpu_seconds: int = 180
    wait_seconds: int = 240


LIMITS: Final = Limits()
