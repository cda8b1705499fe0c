"""The chain as Mermaid and as SVG, from the model alone."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.definitions.definitions import document, patched
from unionhall.language.edges import Edge, edges, reached, reaching
from unionhall.language.graph import mermaid, svg
from unionhall.language.messages import moments
from unionhall.language.parse import parse_process

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def process():
    return parse_process(document())


def test_every_move_of_the_chain(process):
    assert edges(process) == (
        Edge("applicant", "review", "submit"),
        Edge("review", "second", "approve", "同意", "stage.review.approved > 500000"),
        Edge("review", "pay", "approve", "同意"),
        Edge("review", "applicant", "return", "退回"),
        Edge("review", "rejected", "reject", "不通过"),
        Edge("second", "pay", "approve", "同意"),
        Edge("second", "review", "return", "退回"),
        Edge("second", "applicant", "return", "退回"),
        Edge("pay", "end", "approve", "已发放"),
    )


def test_a_stage_that_may_be_skipped_has_a_way_round():
    doc = patched(
        document(), [{"op": "add", "path": "/stages/1/skip_when", "value": "form.share > 50"}]
    )
    assert Edge("second", "pay", "skip", "", "form.share > 50") in edges(parse_process(doc))


def test_stages_that_wait_are_left_by_handing_in_and_by_the_answer():
    cover = parse_process(document("processes/cover.json"))
    assert [edge for edge in edges(cover) if edge.source in ("pay", "insurer")] == [
        Edge("pay", "insurer", "approve", "提交凭证"),
        Edge("insurer", "confirm", "submit"),
    ]
    text = mermaid(cover, {"handle": "经办"})
    assert 'n_pay["待缴费<br>申请人"]' in text
    assert 'n_insurer["待承保<br>外部系统、经办"]' in text


def test_the_moments_of_stages_that_wait():
    cover = parse_process(document("processes/cover.json"))
    assert [m for m in moments(cover) if m.startswith(("pay.", "insurer."))] == [
        "pay.enter", "pay.approve", "insurer.enter", "insurer.approve", "insurer.overdue",
    ]  # fmt: skip


def test_what_is_reached(process):
    moves = edges(process)
    assert reached("second", moves) == {"applicant", "review", "second", "pay", "end", "rejected"}
    assert reaching(["end"], moves) == {"applicant", "review", "second", "pay", "end"}


def test_mermaid_reads_as_text(process):
    assert mermaid(process, {"review": "审核", "pay": "发放"}) == (
        "flowchart TD\n"
        '  n_applicant(["提交申请"])\n'
        '  n_review["等待初审<br>审核"]\n'
        '  n_second["等待复审<br>审核"]\n'
        '  n_pay["等待发放<br>发放"]\n'
        '  n_end(["完成"])\n'
        '  n_rejected(["不通过"])\n'
        "  n_applicant --> n_review\n"
        '  n_review -->|"stage.review.approved &gt; 500000"| n_second\n'
        '  n_review -->|"其他情况"| n_pay\n'
        '  n_review -.->|"退回"| n_applicant\n'
        '  n_review -->|"不通过"| n_rejected\n'
        '  n_second -->|"同意"| n_pay\n'
        '  n_second -.->|"退回"| n_review\n'
        '  n_second -.->|"退回"| n_applicant\n'
        '  n_pay -->|"已发放"| n_end\n'
    )


def test_svg_is_safe_under_a_strict_policy(process):
    drawn = ElementTree.fromstring(svg(process))
    assert drawn.get("role") == "img"
    assert drawn.find(f"{SVG}title").text == "在职学历补助"
    forbidden = {"style", "script", "foreignObject", "image", "a", "use"}
    for node in drawn.iter():
        assert node.tag.removeprefix(SVG) not in forbidden
        assert [name for name in node.attrib if name == "style" or name.startswith("on")] == []


def test_svg_escapes_what_a_definition_says():
    doc = document() | {"title": '<script>"&'}
    doc["stages"][0]["title"] = "<b>初审</b>"
    drawn = ElementTree.fromstring(svg(parse_process(doc)))
    assert drawn.get("aria-label") == '<script>"&'
    assert "<b>初审</b>" in {node.text for node in drawn.iter(f"{SVG}text")}


def test_svg_stays_inside_its_frame(process):
    drawn = ElementTree.fromstring(svg(process))
    width, height = int(drawn.get("width")), int(drawn.get("height"))
    for box in drawn.iter(f"{SVG}rect"):
        assert int(box.get("x")) >= 0
        assert int(box.get("x")) + int(box.get("width")) <= width
        assert int(box.get("y")) >= 0
        assert int(box.get("y")) + int(box.get("height")) <= height
    for label in drawn.iter(f"{SVG}text"):
        assert 0 <= int(label.get("x")) <= width


def test_boxes_do_not_overlap_and_keep_the_order_of_the_chain(process):
    drawn = ElementTree.fromstring(svg(process))
    boxes = [(int(b.get("y")), int(b.get("height"))) for b in drawn.iter(f"{SVG}rect")]
    assert all(y + h <= after for (y, h), (after, _) in zip(boxes, boxes[1:], strict=False))
    titles = [t.text for t in drawn.iter(f"{SVG}text") if t.get("class") == "chain-title"]
    assert titles == ["提交申请", "等待初审", "等待复审", "等待发放", "完成", "不通过"]


def test_a_long_title_is_wrapped_and_cut():
    doc = document()
    doc["stages"][0]["title"] = "初审" * 20
    drawn = ElementTree.fromstring(svg(parse_process(doc)))
    titles = [t.text for t in drawn.iter(f"{SVG}text") if t.get("class") == "chain-title"]
    assert titles[1:3] == ["初审初审初审初审初审初审初", "审初审初审初审初审初审初…"]
