"""What changed, by meaning: each change named, classed and said in two languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.definitions.definitions import document, patched
from tests.language.one_change import AROUND, CHAIN, FIELDS, FORM, F, L, add, drop, put
from unionhall.language.changes import chinese, english
from unionhall.language.diff import diff, worst


def found(*patch, name="minimal.json"):
    old = document(name)
    return [(c.kind, c.path, c.klass) for c in diff(old, patched(old, list(patch)))]


def test_the_same_meaning_is_no_change():
    old = document()
    again = {key: old[key] for key in reversed(old)}
    assert diff(old, again) == ()
    assert worst(diff(old, again)) is None


def test_a_new_document():
    (change,) = diff(None, document())
    assert (change.kind, change.sentence("en")) == (
        "document-added",
        "New definition “在职学历补助”. (existing cases are not affected)",
    )


@pytest.mark.parametrize(("patch", "kind", "path", "klass"), [*FIELDS, *FORM, *AROUND, *CHAIN])
def test_one_change_is_one_change(patch, kind, path, klass):
    assert found(patch) == [(kind, path, klass)]


def test_order_of_stages_and_materials():
    old = document()
    new = old | {"stages": old["stages"][::-1], "materials": old["materials"][::-1]}
    assert [(c.kind, c.klass) for c in diff(old, new)] == [
        ("material-order", "invisible"),
        ("stage-order", "stay"),
    ]


def test_order_on_the_page():
    old = document()
    study = old["form"]["uischema"]["elements"][0]["elements"]
    new = patched(old, [put(f"{L}/0/elements", [study[1], study[0], *study[2:]])])
    assert [(c.kind, c.path) for c in diff(old, new)] == [("layout-order", "/form/uischema")]


def test_the_worst_class_decides():
    old = document()
    new = patched(old, [put("/title", "补助"), put(f"{F}/school/maxLength", 40)])
    assert worst(diff(old, new)) == "re-validate"
    assert worst(diff(old, patched(new, [add("/stages/0/quorum", 2)]))) == "stay"


def test_sentences_name_things_as_people_do():
    old = document()
    new = patched(old, [drop(f"{F}/level/oneOf/1"), add("/form/schema/required/-", "receipts")])
    assert [change.sentence() for change in diff(old, new)] == [
        "字段“学历层次”删除选项“技能”。（草稿和退回件重新校验）",
        "字段“发票”改为必填。（需要申请人补充）",
    ]
    assert [change.sentence("en") for change in diff(old, new)] == [
        "Field “学历层次” lost the choice “技能”. (drafts and returned cases are checked again)",
        "Field “发票” is now required. (the applicant has to be asked)",
    ]


def test_every_kind_is_said_in_both_languages_and_made_somewhere():
    assert list(chinese.KINDS) == list(english.KINDS)
    assert list(chinese.CLASSES) == list(english.CLASSES)
    folder = Path(chinese.__file__).parent
    code = "".join(
        f.read_text("utf-8")
        for f in [*folder.glob("*.py"), folder.parent / "diff.py"]
        if f.stem not in ("chinese", "english")
    )
    named = {
        n.value
        for n in ast.walk(ast.parse(re.sub(r"from __future__.*", "", code)))
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    built = {
        f"{kind}-{end}"
        for kind in (
            "exclusive",
            "unique",
            "fact",
            "condition",
            "consent",
            "item",
            "link",
            "notice",
            "row-action",
            "list",
            "own-list",
            "cell",
            "import-check",
            "error",
        )
        for end in ("added", "removed", "changed")
    }
    assert set(chinese.KINDS) - named - built == set()


def test_a_notice_without_a_key_is_told_apart_by_its_moment():
    first = {"on": "completed", "to": "applicant", "channels": ["inbox"], "text": "done"}
    second = {"on": "completed", "to": "subject", "channels": ["sms"], "text": "done"}
    old = document() | {"notices": [first, second]}
    new = document() | {"notices": [first, second | {"text": "over"}]}
    ((kind, path, name),) = [(c.kind, c.path, c.name) for c in diff(old, new)]
    assert (kind, path, name) == ("notice-changed", "/notices/1", "completed-2")
    gone = diff(old, document() | {"notices": [first]})
    assert [(c.kind, c.name) for c in gone] == [("notice-removed", "completed-2")]


def test_a_link_that_changed_or_went():
    old = document() | {"links": {"unit": {"format": "unit-ref", "title": "单位"}}}
    new = document() | {"links": {"unit": {"format": "union-ref", "title": "单位"}}}
    assert [c.kind for c in diff(old, new)] == ["link-changed"]
    assert [c.kind for c in diff(old, document())] == ["link-removed"]
