"""Templates obey the strict content policy: no inline script, style, style attribute, handler."""

from __future__ import annotations

import re

from tests.layout import tree

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "inline style": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]+\sstyle=", re.I),
    "event handler": re.compile(r"<[^>]+\son[a-z]+=", re.I),
    "script address": re.compile(r"""(?:href|src|action)=["']javascript:""", re.I),
    "unescaped value": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
}
SCRIPTS = {
    "evaluated text": re.compile(r"\beval\(|new Function\(|setTimeout\(\s*[\"']"),
    "HTML from a string": re.compile(r"\.(?:inner|outer)HTML\s*\+?=|insertAdjacentHTML"),
    "style from script": re.compile(r"""setAttribute\(["']style["']"""),
}


def test_no_template_carries_script_or_style():
    hits = [
        f"{path}: {name}"
        for path in tree.templates()
        for name, pattern in INLINE.items()
        if pattern.search(tree.read(path))
    ]
    assert hits == []


def test_scripts_never_evaluate_text():
    hits = [
        f"{path}: {name}"
        for path in tree.under("platform/unionhall/web/static/js", ".js")
        for name, pattern in SCRIPTS.items()
        if pattern.search(tree.read(path))
    ]
    assert hits == []


def test_python_builds_no_markup_with_style_or_handler():
    hits = [
        f"{path}: {name}"
        for path in tree.under("platform", ".py")
        for name in ("inline style", "style attribute", "event handler")
        if INLINE[name].search(tree.read(path))
    ]
    assert hits == []
