"""Files: references to attachments."""

from __future__ import annotations

from tests.forms.making import control, draw, parse, tree
from unionhall.forms.control import ABSENT, KEPT, FileReference, RenderContext

ONE = {"type": "string", "format": "file", "title": "照片"}
MANY = {"type": "array", "title": "照片", "items": {"type": "string", "format": "file"}}
FILES = (FileReference("k1", "a<b>.png", 2048, "/files/k1/"), FileReference("k2", "b", 1, "/2/"))


def test_the_file_of_the_answer_with_its_buttons():
    page = tree(draw(control(ONE), "k1", context=RenderContext(files=lambda path: FILES)))
    assert [a.text for a in page.xpath("//a[@href='/files/k1/']")] == ["a<b>.png"]
    assert page.xpath("//input[@type='hidden'][@name='f']/@value") == ["k1"]
    assert page.xpath("//button/@value") == ["remove-file:f:k1", "upload:f"]


def test_the_chooser_is_labelled_and_limited():
    box = tree(draw(control(ONE), None, "请上传。", required=True)).xpath("//input[@type='file']")[
        0
    ]
    assert (box.get("id"), box.get("name")) == ("f-f", "f:upload")
    assert box.get("accept") == ".jpg,.jpeg,.png,.bmp,.pdf"
    assert (box.get("aria-describedby"), box.get("aria-required")) == ("f-f-error", "true")
    assert tree(draw(control(MANY))).xpath("//input[@type='file']/@multiple") == ["multiple"]


def test_the_definition_narrows_the_kinds():
    box = tree(draw(control(ONE, accept=["jpg", "pdf"]))).xpath("//input[@type='file']")[0]
    assert box.get("accept") == ".jpg,.jpeg,.pdf"


def test_locked_it_only_lists():
    files = RenderContext(files=lambda path: FILES)
    page = tree(draw(control(ONE), "k1", context=files, read_only=True))
    assert (page.xpath("//button"), page.xpath("//input[@type='file']")) == ([], [])


def test_reading_keys_never_content():
    assert parse(control(ONE), "f=k1&_present=f") == "k1"
    assert parse(control(MANY), "f=k1&f=k2&_present=f") == ["k1", "k2"]
    assert parse(control(ONE), "_present=f") is ABSENT
    assert parse(control(ONE), "") is KEPT
