"""Computed values: recomputed by the engine at every look, whatever a browser posts.

A value computed only under a condition is an ordinary field of its type that becomes read-only
meanwhile; this module is for values that are always computed.
"""

from __future__ import annotations

from unionhall.forms.control import KEPT, Control, Missing, Post
from unionhall.forms.fields.facts import row as render

__all__ = ["parse", "render"]


def parse(post: Post, control: Control) -> Missing:
    return KEPT
