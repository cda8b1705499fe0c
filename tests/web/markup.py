"""What every rendered page must and must not contain."""

from __future__ import annotations

import re

from django.http import HttpResponse

FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]+\sstyle\s*=", re.I),
    "inline style": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "event handler": re.compile(r"<[^>]+\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "foreign address": re.compile(r"""(?:src|href)=["'](?:https?:)?//""", re.I),
}
POLICY = (
    "default-src 'none'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'; "
    "style-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "frame-src 'self'; script-src 'self'; object-src 'none'; img-src 'self' data: blob:"
)


def directives(policy: str) -> dict[str, str]:
    pairs = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _blank, value in pairs}


def faults(response: HttpResponse) -> list[str]:
    """Return what is wrong with the markup and the headers of a page."""
    html = response.content.decode()
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(html)]
    if directives(response["Content-Security-Policy"]) != directives(POLICY):
        found.append("policy")
    if response["Cache-Control"] != "no-store, private":
        found.append("stored")
    if response["X-Content-Type-Options"] != "nosniff":
        found.append("sniffed")
    if html.count("<h1") != 1:
        found.append("not one h1")
    if 'lang="zh-Hans"' not in html:
        found.append("language")
    if found_ids(html):
        found.append(f"ids twice: {found_ids(html)}")
    return found


def found_ids(html: str) -> list[str]:
    ids = re.findall(r'\sid="([^"]+)"', html)
    return sorted({one for one in ids if ids.count(one) > 1})
