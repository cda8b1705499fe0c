"""Every sentence of the interface exists in Chinese, once, with its variables."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.pofile import read_po

from tests.layout import messages

VARIABLE = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")


def entries() -> Iterator[tuple[str, str | None, tuple[str, ...], tuple[str, ...], bool]]:
    """(catalogue, context, ids, translations, is fuzzy) of every entry."""
    for path, catalogue in messages.catalogues().items():
        for entry in catalogue:
            if entry.id:
                ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
                said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                yield str(path), entry.context, tuple(ids), tuple(said), entry.fuzzy


def translated() -> dict[messages.Message, set[tuple[str, ...]]]:
    found: dict[messages.Message, set[tuple[str, ...]]] = {}
    for _path, context, ids, said, _fuzzy in entries():
        if all(said):
            found.setdefault((context, ids[0]), set()).add(said)
    return found


@functools.cache
def djangos_own() -> frozenset[str]:
    root = Path(django.__file__).parent
    found = set()
    for path in root.glob("**/locale/zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale="zh_Hans")
        found |= {e.id for e in catalogue if isinstance(e.id, str) and e.string}
    return frozenset(found)


def django_knows(message: messages.Message) -> bool:
    """Django's own catalogue may serve for a word it already has (a field's own error)."""
    context, text = message
    return context is None and text in djangos_own()


def test_every_sentence_is_translated():
    known = translated()
    missing = {
        text: sorted(set(files))
        for (context, text), files in messages.used().items()
        if (context, text) not in known and not django_knows((context, text))
    }
    assert missing == {}


def test_nothing_is_called_two_names():
    assert {m: said for m, said in translated().items() if len(said) > 1} == {}


def test_no_entry_is_left_over_fuzzy_or_empty():
    used = messages.used()
    bad = [
        f"{path}: {ids[0]}"
        for path, context, ids, said, fuzzy in entries()
        if fuzzy or not all(said) or (context, ids[0]) not in used
    ]
    assert bad == []


def test_variables_survive_translation():
    bad = [
        f"{path}: {ids[0]} -> {text}"
        for path, _context, ids, said, _fuzzy in entries()
        for text in said
        if {m.group() for m in VARIABLE.finditer(text)}
        - {m.group() for m in VARIABLE.finditer(" ".join(ids))}
    ]
    assert bad == []


def test_the_extractor_sees_what_it_should():
    source = (
        '{% translate "Hello" %}\n   <b>{% blocktranslate count n=x %}One{% plural %}{{ n }}'
        '{% endblocktranslate %}</b>\n {{ _("Word") }} {% translate "At" context "place" %}'
    )
    assert sorted(messages.of_template(source), key=str) == [
        ("place", "At"),
        (None, "Hello"),
        (None, "One"),
        (None, "Word"),
    ]
