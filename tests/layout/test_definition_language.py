"""What a designer may meet is written down: every lint code stands in the docs."""

from __future__ import annotations

import re

from tests.layout import tree

CODE = re.compile(r"""["']([A-Z]{2,4}\d{3})["']""")


def codes() -> set[str]:
    found: set[str] = set()
    for path in tree.under("platform/unionhall/language", ".py"):
        found |= set(CODE.findall(tree.read(path)))
    return found


def test_the_docs_list_every_lint_code():
    assert codes(), "no lint codes found: the test would prove nothing"
    docs = "\n".join(tree.read(path) for path in tree.under("docs", ".md"))
    assert sorted(code for code in codes() if code not in docs) == []


def test_the_docs_list_no_code_that_is_gone():
    docs = "\n".join(tree.read(path) for path in tree.under("docs/reference", ".md"))
    families = {code[:-3] for code in codes()}
    named = {m for m in re.findall(r"\b([A-Z]{2,4}\d{3})\b", docs) if m[:-3] in families}
    assert sorted(named - codes()) == []
