"""Names: nothing called utils, no package named platform, no process key in the engine."""

from __future__ import annotations

import json
import re

from tests.layout import tree

FORBIDDEN = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
DJANGO_S_OWN_WORDS = {"templates/layouts/base.html", "tests/conftest.py"}
ENGINE = ("platform", "permissions", "templates")
# register keys the platform itself speaks of: none. A key that is an ordinary English word
# could not be told from prose, so only keys with a hyphen or quotes around them are looked for.


def test_platform_is_a_source_root_and_not_a_package():
    loose = [p for p in tree.under("platform") if len(p.parts) == 2]
    assert loose == []
    assert [p for p in tree.under("platform") if p.name.startswith(("test_", "conftest"))] == []
    assert [p for p in tree.under("tests") if "platform" in p.parts[:-1]] == []


def test_nothing_is_called_by_a_word_that_says_nothing():
    bad = [
        str(path)
        for path in tree.files()
        if {path.stem, *path.parts[:-1]} & FORBIDDEN
        and path.suffix in {".py", ".html", ".css", ".js"}
        and str(path) not in DJANGO_S_OWN_WORDS
    ]
    assert bad == []


def keys() -> list[str]:
    """Keys of all processes, registers and imports that packs bring."""
    found = []
    for path in tree.under("form_definitions", ".json"):
        document = json.loads(tree.read(path))
        if document.get("kind") in {"process", "register", "import"}:
            found.append(document["key"])
    return sorted(found)


def test_the_platform_knows_no_process_and_no_register_by_name():
    patterns = {
        key: re.compile(
            rf"(?<![\w-]){re.escape(key)}(?![\w-])"
            if "-" in key
            else rf"""["']{re.escape(key)}["']"""
        )
        for key in keys()
    }
    assert patterns, "no definitions found: the test would prove nothing"
    hits = [
        f"{path}: {key}"
        for folder in ENGINE
        for path in tree.under(folder)
        if path.suffix in {".py", ".html", ".js", ".css", ".json"}
        for key, pattern in patterns.items()
        if pattern.search(tree.read(path))
    ]
    assert hits == []
