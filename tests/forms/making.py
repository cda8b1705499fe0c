"""Small makers for the tests of forms: controls, states, posts, drafts without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import QueryDict
from lxml import html as lxml_html

from unionhall.engine.state import FieldState
from unionhall.engine.world import World
from unionhall.forms.control import Control, RenderContext
from unionhall.forms.drafts import OpenDraft
from unionhall.forms.fields import kind_of, parse_field, render_field
from unionhall.language.model import CodeItem, CodeList, Process
from unionhall.language.parse import parse_process

HERE = Path(__file__).parent


def control(leaf: dict[str, Any], path: str = "f", **options: Any) -> Control:
    kind = kind_of(leaf, options)
    columns = ()
    if kind == "table":
        columns = tuple(control(sub, key) for key, sub in leaf["items"]["properties"].items())
    title, about = leaf.get("title", path), leaf.get("description", "")
    return Control(path, kind, leaf, title, about, options, None, columns)


def state(one: Control, value: Any = None, **given: Any) -> FieldState:
    known = {"visible": True, "required": False, "read_only": False, "value": value}
    return FieldState(path=one.path, schema=one.leaf, **{**known, **given})


def draw(
    one: Control,
    value: Any = None,
    *problems: str,
    context: RenderContext | None = None,
    **given: Any,
) -> str:
    return str(render_field(one, state(one, value, **given), problems, context or RenderContext()))


def tree(markup: str) -> Any:
    return lxml_html.fragment_fromstring(markup, create_parent="main")


def parse(one: Control, post: str) -> Any:
    return parse_field(QueryDict(post), one)


def kitchen_sink() -> Process:
    return parse_process(json.loads((HERE / "kitchen-sink.json").read_text()))


def regions() -> CodeList:
    document = json.loads((HERE / "sink-regions.json").read_text())
    items = tuple(CodeItem(**item) for item in document["items"])
    return CodeList(document["key"], document["title"], "d" * 64, items)


def context() -> RenderContext:
    codes = {"sink-regions": regions(), "regions": regions()}
    return RenderContext(codes=codes.get, today="2026-11-21")


def world() -> World:
    return World(
        now="2026-11-21T10:00:00+08:00",
        today="2026-11-21",
        applicant={"name": "林晓舟", "document_no": "790101198501010013"},
    )


def draft(values: dict[str, Any] | None = None, process: Process | None = None) -> OpenDraft:
    return OpenDraft(
        "case-key", process or kitchen_sink(), values or {}, world(), 3, context=context()
    )
