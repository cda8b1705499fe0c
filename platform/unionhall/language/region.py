"""Levels of a region code (GB/T 2260 and 10114): province, city, district, town."""

from __future__ import annotations

LEVELS = ("province", "city", "district", "town")


def level_of(code: str) -> str:
    """By its form alone: `790000`, `790100`, `790101`, `790101001`; "" for anything else."""
    if len(code) in (9, 12):
        return "town"
    if len(code) != 6:
        return ""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "district"
