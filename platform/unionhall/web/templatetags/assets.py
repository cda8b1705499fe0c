"""`{% stylesheets %}` and `{% scripts %}`: one file per component or behaviour, none registered.

A new file in `static/css` or `static/js` is part of every page without a list to keep.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
FOLDER = Path(__file__).resolve().parents[1] / "static"
FIRST = ("tokens", "page")
LAST = ("print",)


def _names(kind: str) -> list[str]:
    found = {file.stem for file in (FOLDER / kind).glob(f"*.{kind}")}
    middle = sorted(found - {*FIRST, *LAST})
    return [*(n for n in FIRST if n in found), *middle, *(n for n in LAST if n in found)]


@lru_cache(maxsize=1)
def _stylesheets() -> SafeString:
    rows = ((static(f"css/{name}.css"),) for name in _names("css"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', rows)


@lru_cache(maxsize=1)
def _scripts() -> SafeString:
    rows = ((static(f"js/{name}.js"),) for name in _names("js"))
    return format_html_join("\n", '<script type="module" src="{}"></script>', rows)


@register.simple_tag
def stylesheets() -> SafeString:
    """Return a link for every component stylesheet: tokens, page, the rest by name, print."""
    if settings.DEBUG:
        _stylesheets.cache_clear()
    return _stylesheets()


@register.simple_tag
def scripts() -> SafeString:
    """Return a module script for every behaviour; modules only define custom elements."""
    if settings.DEBUG:
        _scripts.cache_clear()
    return _scripts()


_EMBLEM = mark_safe(
    '<svg class="header__emblem" viewBox="0 0 36 36" aria-hidden="true" focusable="false">'
    '<rect width="36" height="36" rx="9" fill="currentColor"/>'
    '<path d="M8 14.5 18 8l10 6.5M11 26.5h14M18 14.5v12M12 18.5h12" fill="none" '
    'stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


@register.simple_tag
def emblem() -> SafeString:
    """Return the mark of the hall: a roof over a counter, drawn for this product."""
    return _EMBLEM
