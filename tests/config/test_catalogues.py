"""Catalogues are compiled in pure Python, and only when they changed."""

from __future__ import annotations

import gettext

from unionhall.config import catalogues

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Save"
msgstr "保存"
"""


def test_compiles_once_and_again_after_a_change(tmp_path):
    source = tmp_path / "platform" / "app" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert list(catalogues.sources(tmp_path)) == [source]
    assert [catalogues.compile_catalogue(source) for _ in range(2)] == [True, False]
    with source.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Save") == "保存"
