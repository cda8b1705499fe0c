"""Making findings: the one door from the rules to the catalogue of codes."""

from __future__ import annotations

from typing import Any

from unionhall.language.findings import Finding


def found(code: str, path: str, /, **params: Any) -> Finding:
    """A finding of a registered code; `params` are what its sentences name."""
    return Finding(code, path, params)
