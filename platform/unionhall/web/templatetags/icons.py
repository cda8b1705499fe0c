"""`{% icon "banknotes" %}`: heroicons as inline SVG, drawn once per process.

Definitions name icons too, so an unknown name is a plain document, not an error.
"""

from __future__ import annotations

from functools import lru_cache

import heroicons
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
FALLBACK = "document-text"


@register.simple_tag
def icon(name: str, style: str = "outline") -> SafeString:
    """Return the icon, hidden from screen readers: the words beside it carry the meaning."""
    return _drawn(str(name), style)


@lru_cache(maxsize=256)
def _drawn(name: str, style: str) -> SafeString:
    attributes: dict[str, object] = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    try:
        svg = heroicons._render_icon(style, name, None, attributes)
    except heroicons.IconDoesNotExist:
        svg = heroicons._render_icon(style, FALLBACK, None, attributes)
    return mark_safe(svg)  # noqa: S308  # comes from the wheel, attributes are ours
