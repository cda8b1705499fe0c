"""Codes as the titles people know them by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unionhall.definitions import selectors as definitions

Leaf = Mapping[str, Any]


def spelled(leaves: Mapping[str, Leaf]) -> dict[str, Leaf]:
    """The same fields; those that hold codes of a list have its items as their choices. One query
    per list, so ask once for a page."""
    return {path: _spelled(leaf) for path, leaf in leaves.items()}


def _spelled(leaf: Leaf) -> Leaf:
    key = leaf.get("x-codelist")
    if key is None:
        return leaf
    try:
        items = definitions.codelist(key).items
    except definitions.NotPublished:
        return leaf
    return {**leaf, "oneOf": [{"const": one.code, "title": one.title} for one in items]}
