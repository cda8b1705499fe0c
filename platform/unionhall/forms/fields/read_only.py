"""Read-only values (register data, locked answers): shown, never read from a post."""

from __future__ import annotations

from unionhall.forms.control import KEPT, Control, Missing, Post
from unionhall.forms.fields.facts import row as render

__all__ = ["parse", "render"]


def parse(post: Post, control: Control) -> Missing:
    return KEPT
