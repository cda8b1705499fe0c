"""A whole step as HTML: escaping, order, and how long it takes."""

from __future__ import annotations

import json
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forms.making import HERE, context, draft, kitchen_sink, state, tree
from unionhall.engine.state import FormState
from unionhall.forms.control import Control
from unionhall.forms.fields import FIELDS
from unionhall.forms.layout import compile_plan, plan
from unionhall.forms.rendering import page_context, render_parts
from unionhall.forms.steps import step_form
from unionhall.language.lint import lint
from unionhall.language.lint.references import References
from unionhall.language.meta import findings_of_shape
from unionhall.language.parse import parse_form


def page_of(step: str, values=None):
    opened = draft(values)
    return tree(step_form(opened.process, step)(draft=opened).html())


def test_the_kitchen_sink_has_every_field_type():
    kinds = {c.kind for s in plan(kitchen_sink()).steps for c in s.controls}
    assert kinds == set(FIELDS)


def test_the_kitchen_sink_is_a_sound_definition():
    document = json.loads((HERE / "kitchen-sink.json").read_text())
    known = References(
        codelists=frozenset({"sink-regions"}),
        matter_groups={"preparatory_fund": frozenset({"review"})},
    )
    assert findings_of_shape(document) == ()
    assert lint(document, known) == ()


def test_neighbouring_facts_share_one_list_and_groups_are_sections():
    page = page_of("person", {"handler": "林"})
    lists = [[dt.text for dt in one.xpath("./div/dt")] for one in page.xpath("//dl")]
    assert lists == [["经办人", "证件号码"], ["单位名称"], ["先行发放金额"]]
    sections = page.xpath("//section")
    assert [s.get("aria-labelledby") for s in sections] == ["section-0-0"]
    assert page.get_element_by_id("section-0-0").text == "登记信息"


def test_ids_are_unique_and_everything_referred_to_exists():
    for step in ("person", "family"):
        page = page_of(
            step, {"married": True, "family": [{"name": "甲"}, {}], "home": {"region": "7901"}}
        )
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        named = " ".join(page.xpath("//@aria-describedby | //@aria-labelledby | //label/@for"))
        assert set(named.split()) - set(ids) == set()


def test_every_input_has_a_label():
    page = page_of("family", {"married": True})
    labelled = set(page.xpath("//label/@for"))
    boxes = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert [
        b.get("id") for b in boxes if b.get("id") not in labelled and not b.get("aria-label")
    ] == []


def test_a_section_without_anything_relevant_is_hidden():
    form = parse_form(
        {
            "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
            "uischema": {
                "type": "VerticalLayout",
                "elements": [
                    {
                        "type": "Group",
                        "label": "G",
                        "elements": [{"type": "Control", "scope": "#/properties/a"}],
                    }
                ],
            },
        }
    )
    compiled = compile_plan(form)
    one = compiled.steps[0].controls[0]
    shown = FormState({"a": state(one, visible=False)}, {}, {}, {}, (), {})
    page = tree(render_parts(compiled.steps[0].parts, shown, context()))
    assert page.xpath("//section/@hidden") == [""]


WORDS = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(title=WORDS, about=WORDS, value=WORDS, option=WORDS, problem=WORDS)
def test_arbitrary_words_of_definitions_and_people_are_escaped(
    title, about, value, option, problem
):
    marks = "<i>\"'&"
    schema = {"title": title + marks, "description": about + marks, "type": "string"}
    choices = [{"const": option + marks, "title": option + marks, "description": about + marks}]
    leaves = [
        schema,
        {**schema, "oneOf": choices},
        {**schema, "readOnly": True},
        {**schema, "type": "array", "items": {"type": "string", "oneOf": choices}},
        {**schema, "type": "array", "items": {"type": "object", "properties": {"x": schema}}},
        {**schema, "format": "date"},
        {**schema, "type": "boolean"},
    ]
    form = parse_form(
        {
            "schema": {
                "type": "object",
                "properties": {f"f{n}": leaf for n, leaf in enumerate(leaves)},
            }
        }
    )
    step = compile_plan(form).steps[0]
    fields = {c.path: state(c, value + marks, notes=(about + marks,)) for c in step.controls}
    shown = FormState(fields, {}, {}, {}, (), {})
    around = page_context(context(), compile_plan(form), shown, errors={"f0": (problem + marks,)})
    markup = str(render_parts(step.parts, shown, around))
    assert "<i>" not in markup
    assert markup.count("<") == markup.count(">")


def thirty() -> tuple[tuple[Control, ...], FormState]:
    """Thirty fields of the ordinary kinds, as an application of some size has them."""
    kinds = [
        {"type": "string", "description": "与证件一致。"},
        {"type": "string", "format": "date"},
        {"type": "integer", "format": "money"},
        {"type": "boolean"},
        {"type": "string", "oneOf": [{"const": str(n), "title": f"选项{n}"} for n in range(4)]},
        {"type": "string", "readOnly": True},
    ]
    properties = {f"f{n}": {**kinds[n % 6], "title": f"第{n}项"} for n in range(30)}
    step = compile_plan(parse_form({"schema": {"type": "object", "properties": properties}})).steps[
        0
    ]
    samples = ["林晓舟", "2026-03-05", 123450, True, "2", "登记值"]
    fields = {c.path: state(c, samples[n % 6], required=True) for n, c in enumerate(step.controls)}
    return step.parts, FormState(fields, {}, {}, {}, (), {})


def test_thirty_fields_are_drawn_within_six_milliseconds():
    parts, shown = thirty()
    around = context()
    best = min(timed(lambda: render_parts(parts, shown, around)) for _round in range(20))
    print(f"\n30 fields: {best * 1000:.2f} ms")  # noqa: T201  # the figure the issue asks for
    assert best < 0.006


def timed(run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start
