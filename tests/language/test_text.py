from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language import small
from unionhall.language.parse import DefinitionError, parse_text
from unionhall.language.text import Block, Span, blocks, plain, read_text, to_html

HEAD = "---\nkey: letter\ntitle: 告知书\nvariables: name, day\n---\n"
BODY = """# 告知

您好 {name}，请在 **{day} 之前**
办理。见 [指南](/matters/x/) 和 [官网](https://example.test/a?b=1&c=2)。

- 一
- 二
  接着

1. 甲
2. 乙
"""


def findings(body, head=HEAD):
    return [(f.code, dict(f.params)) for f in read_text(head + body)[1]]


def test_a_text():
    text = parse_text(HEAD + BODY.replace("**{day} 之前**", "**此日之前** {day}"))
    assert (text.key, text.title, text.variables) == ("letter", "告知书", ("name", "day"))
    assert text.body.startswith("# 告知")
    assert (
        parse_text((HEAD + BODY + "{day}").replace("\n", "\r\n")).digest
        == parse_text(HEAD + BODY + "{day}\n\n").digest
    )


@pytest.mark.parametrize(
    "path", sorted((small.ROOT / "form_definitions").rglob("texts/*.md")), ids=lambda p: p.stem
)
def test_the_texts_of_the_pack_are_whole(path):
    markdown = path.read_text(encoding="utf-8")
    assert read_text(markdown)[1] == ()
    assert parse_text(markdown).key == path.stem


def test_blocks():
    assert blocks("## 二 ##\n正文**粗**\n续\n- a\n- b\n3. c") == (
        Block("heading", ((Span("plain", "二"),),), 2),
        Block("paragraph", ((Span("plain", "正文"), Span("bold", "粗"), Span("plain", "续")),)),
        Block("bullets", ((Span("plain", "a"),), (Span("plain", "b"),))),
        Block("numbers", ((Span("plain", "c"),),)),
    )


def test_html():
    shown = to_html(
        "# 头\n\n见 [指南](/m/?a=1&b=2)、[外](https://x.test)，{name} **好**\n\n- 一",
        {"name": "<林>"},
    )
    assert shown == (
        "<h2>头</h2>\n"
        '<p>见 <a href="/m/?a=1&amp;b=2">指南</a>、<a href="https://x.test" rel="noopener">外</a>，'
        "&lt;林&gt; <strong>好</strong></p>\n"
        "<ul><li>一</li></ul>"
    )
    assert to_html("### 深", top_level=5) == "<h6>深</h6>"
    assert to_html("{name}") == "<p>（name）</p>"
    assert plain("# 头\n- 一 **二**\n- {x}", {"x": "三"}) == "头\n一 二\n三"


@pytest.mark.parametrize(
    ("body", "code", "params"),
    [
        ("<b>x</b> {name}{day}", "TXT002", {"line": 6, "found": "HTML"}),
        ("x\n\n![i](/i.png) {name}{day}", "TXT002", {"line": 8, "found": "![]()"}),
        ("`x` {name}{day}", "TXT002", {"line": 6, "found": "`"}),
        ("[x](http://a.test) {name}{day}", "TXT003", {"line": 6, "link": "http://a.test"}),
        ("[x](javascript:alert) {name}{day}", "TXT003", {"line": 6, "link": "javascript:alert"}),
        ("[x](//a.test/) {name}{day}", "TXT003", {"line": 6, "link": "//a.test/"}),
        ("[x](/\\a.test) {name}{day}", "TXT003", {"line": 6, "link": "/\\a.test"}),
        ("{nmae} {name} {day}", "TXT004", {"line": 6, "name": "nmae"}),
        ("{name}", "TXT005", {"name": "day"}),
    ],
)
def test_what_is_not_allowed_is_told_with_its_line(body, code, params):
    assert findings(body) == [(code, params)]


def test_heads():
    assert [c for c, _ in findings("x", "")] == ["TXT001"]
    assert [c for c, _ in findings("x", "---\nkey: a\n---\n")] == ["TXT001"]
    assert findings("x", "---\nkey: a\ntitle: b\nowner: c\n---\n") == [("TXT006", {"key": "owner"})]
    assert [c for c, _ in findings("", "---\nkey: a\ntitle: b\n---\n")] == ["TXT007"]
    assert [c for c, _ in findings("x" * 60_000)] == ["DOC002"]
    with pytest.raises(DefinitionError):
        parse_text("no head")


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["name"]), st.text(max_size=20)))
def test_nothing_typed_becomes_markup(body, values):
    shown = to_html(f"{body}\n\n{{name}}", values)
    tags = set(re.findall(r"<(/?[a-z0-9]+)[^>]*>", shown))
    allowed = {"p", "strong", "ul", "ol", "li", "a", *(f"h{n}" for n in range(2, 7))}
    assert {tag.strip("/") for tag in tags} <= allowed
    rest = re.sub(
        r'</?(?:p|strong|ul|ol|li|h[2-6])>|</a>|<a href="[^"<>]*"(?: rel="noopener")?>', "", shown
    )
    assert "<" not in rest
    assert ">" not in rest
    for link in re.findall(r'href="([^"]*)"', shown):
        assert re.match(r"https://|/(?![/\\])", link)


@pytest.mark.slow
def test_long_texts_end_soon():
    for body in ("**" * 20_000, "[" * 40_000, "[a](" * 10_000, "{" * 40_000, "# " * 20_000):
        read_text(HEAD + body)
        to_html(body)
