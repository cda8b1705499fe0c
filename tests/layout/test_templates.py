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
# who may say that a text is markup, and why it is
MARKS_SAFE = {
    "platform/unionhall/forms/markup.py": "escapes everything that is not markup of its own",
    "platform/unionhall/forms/fields/parts.py": "a drawing of ours and empty texts",
    "platform/unionhall/forms/step_page.py": "joins parts made by markup",
    "platform/unionhall/forms/stages.py": "an empty text",
    "platform/unionhall/web/portal/consents.py": "joins parts that format_html escaped",
    "platform/unionhall/web/templatetags/assets.py": "names of our own files",
    "platform/unionhall/web/templatetags/icons.py": "drawings out of the wheel",
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


def test_only_named_files_call_text_markup():
    calls = re.compile(r"\b(?:mark_safe|SafeString)\(")
    found = {str(path) for path in tree.under("platform", ".py") if calls.search(tree.read(path))}
    assert sorted(found - MARKS_SAFE.keys()) == []
