"""The shape of documents: what is wrong, where, and what to do about it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.definitions.definitions import document, patched
from tests.language import small
from unionhall.language.lint import References, lint
from unionhall.language.meta import FOLDER, KINDS, findings_of_shape, meta_schema, pointer

PACK = small.ROOT / "form_definitions/lu"
PUBLISHED = sorted(path for path in PACK.rglob("*.json") if path.parent.name != "demo")


def told(doc):
    return [(one.code, one.path, dict(one.params)) for one in findings_of_shape(doc)]


def codes(doc):
    return [(one.code, one.path) for one in findings_of_shape(doc)]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_what_is_published_has_the_right_shape(path):
    assert told(json.loads(path.read_text(encoding="utf-8"))) == []


def test_the_smallest_process():
    assert told(small.document()) == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.schema.json")), ids=lambda path: path.name)
def test_the_published_schemas_are_schemas_and_close_their_objects(path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(_open_objects(schema, "")) == []


# Answers, facts and records of a scenario or a seed may have any key.
FREE = {"values", "row", "applicant", "union", "facts", "seed"}


def _open_objects(node, path):
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _open_objects(item, f"{path}/{index}")
    if not isinstance(node, dict):
        return
    is_object = node.get("type") == "object" and not FREE & set(path.split("/")[-2:])
    branches_close = "oneOf" in node and "properties" not in node
    if is_object and "additionalProperties" not in node and not branches_close:
        yield path
    for key, value in node.items():
        yield from _open_objects(value, f"{path}/{key}")


def test_a_key_that_nobody_executes_is_refused_by_name():
    for key in ("calendar", "documents", "retention"):
        ((code, path, params),) = told(small.document(**{key: {}}))
        assert (code, path, params["key"]) == ("SHP001", f"/{key}", key)
    doc = small.document()
    doc["stages"][0]["limit"] = {"working_days": 5}
    assert codes(doc) == [("SHP001", "/stages/0/limit")]


def test_the_nearest_known_key_is_suggested():
    doc = small.document(eligibilty=[])
    (finding,) = findings_of_shape(doc)
    assert finding.sentence("en") == "Unknown key “eligibilty”. Did you mean “eligibility”?"
    assert finding.path == "/eligibilty"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"stages": []}, ("SHP007", "/stages")),
        ({"title": 3}, ("SHP004", "/title")),
        ({"title": ""}, ("SHP007", "/title")),
        ({"key": "Small"}, ("SHP006", "/key")),
        ({"key": "small\n"}, ("SHP006", "/key")),
        ({"subject": {"kind": "unit"}}, ("SHP005", "/subject/kind")),
        ({"summary": ["form.reason", "form.reason"]}, ("SHP008", "/summary")),
        ({"starters": [{"as": "staff"}]}, ("SHP003", "/starters/0")),
        ({"starters": [{"as": "person", "permission": "x"}]}, ("SHP001", "/starters/0/permission")),
        ({"facts": {"in": {"exists": "x"}}}, ("SHP010", "/facts/in")),
        ({"facts": {"a-b": {"exists": "x"}}}, ("SHP006", "/facts/a-b")),
        ({"facts": {"a": {}}}, ("SHP009", "/facts/a")),
        ({"facts": {"a": {"sum": "x"}}}, ("SHP011", "/facts/a")),
        ({"materials": [{"key": "a", "title": "甲", "how": ["paper"]}]}, ("SHP005", "/materials/0/how/0")),
        ({"materials": [{"key": "a", "title": "甲", "required": 1}]}, ("SHP009", "/materials/0/required")),
        ({"form": {"schema": {}, "computed": {"x": {"value": 1}}}}, ("SHP004", "/form/computed/x/value")),
        ({"form": {"schema": {}, "prefill": {"X y": "today"}}}, ("SHP006", "/form/prefill/X y")),
        ({"form": {"schema": [], "uischema": {"type": "Label", "text": "x"}}}, ("SHP004", "/form/schema")),
        ({"form": {"schema": {}, "uischema": {"type": "Control"}}}, ("SHP003", "/form/uischema")),
        ({"form": {"schema": {}, "uischema@Big": {"type": "Label", "text": "x"}}}, ("SHP002", "/form/uischema@Big")),
        ({"numbering": {"pattern": "X{who}", "scope": "all"}}, ("SHP006", "/numbering/pattern")),
    ],
)  # fmt: skip
def test_every_kind_of_mistake(change, expected):
    assert codes(small.document(**change)) == [expected]


@pytest.mark.parametrize(
    ("name", "patch", "expected"),
    [
        ("processes/cover.json", {"op": "add", "path": "/stages/1/actors", "value": []}, [("SHP007", "/stages/1/actors"), ("SHP001", "/stages/1/actors")]),
        ("processes/cover.json", {"op": "remove", "path": "/stages/1/actions"}, [("SHP003", "/stages/1")]),
        ("processes/cover.json", {"op": "remove", "path": "/stages/2/outside"}, [("SHP003", "/stages/2")]),
        ("processes/cover.json", {"op": "add", "path": "/stages/2/quorum", "value": 2}, [("SHP001", "/stages/2/quorum")]),
        ("processes/cover.json", {"op": "remove", "path": "/stages/0/actors"}, [("SHP003", "/stages/0")]),
        ("processes/cover.json", {"op": "add", "path": "/stages/0/outside", "value": {"hook": "x", "send": {"a": "today"}}}, [("SHP001", "/stages/0/outside")]),
        ("processes/cover.json", {"op": "remove", "path": "/stages/2/on/approve/0/process"}, [("SHP003", "/stages/2/on/approve/0")]),
        ("processes/cover.json", {"op": "remove", "path": "/lines/set"}, [("SHP003", "/lines")]),
        ("processes/cover.json", {"op": "replace", "path": "/lines/max", "value": 30001}, [("SHP007", "/lines/max")]),
        ("processes/cover.json", {"op": "remove", "path": "/period/message"}, [("SHP003", "/period")]),
        ("registers/worker.json", {"op": "remove", "path": "/actions/2/refusal"}, [("SHP011", "/actions/2")]),
        ("registers/worker.json", {"op": "replace", "path": "/snapshot/at", "value": "8:00"}, [("SHP006", "/snapshot/at")]),
        ("registers/worker.json", {"op": "replace", "path": "/states/0", "value": {"key": "x"}}, [("SHP003", "/states/0")]),
        ("registers/worker.json", {"op": "add", "path": "/table", "value": "membership"}, [("SHP001", "/owner"), ("SHP001", "/schema"), ("SHP001", "/keys")]),
        ("registers/members.json", {"op": "replace", "path": "/table", "value": "case"}, [("SHP005", "/table")]),
        ("registers/members.json", {"op": "remove", "path": "/table"}, [("SHP003", ""), ("SHP003", "")]),
        ("imports/workers.json", {"op": "replace", "path": "/template/header/0/cell", "value": "3C"}, [("SHP006", "/template/header/0/cell")]),
        ("imports/workers.json", {"op": "replace", "path": "/window", "value": ["09:00"]}, [("SHP007", "/window")]),
        ("imports/workers.json", {"op": "remove", "path": "/errors/E1/cause"}, [("SHP003", "/errors/E1")]),
        ("imports/workers.json", {"op": "add", "path": "/errors/e9", "value": {"type": "x", "message": "x", "cause": "x", "remedy": "x"}}, [("SHP006", "/errors/e9")]),
        ("imports/workers.json", {"op": "replace", "path": "/template/columns/0/required", "value": 1}, [("SHP009", "/template/columns/0/required")]),
    ],
)  # fmt: skip
def test_every_kind_of_mistake_in_what_is_collective(name, patch, expected):
    assert codes(patched(document(name), [patch])) == expected


def test_a_condition_is_judged_as_the_form_its_author_meant():
    def with_condition(condition):
        rule = {"effect": "SHOW", "condition": condition}
        control = {"type": "Control", "scope": "#/properties/reason", "rule": rule}
        return codes(small.document(form={"uischema": control}))

    place = "/form/uischema/rule/condition"
    assert with_condition({"expr": "form.agreed == true"}) == []
    assert with_condition({"scope": "#/properties/reason", "schema": {"const": "join"}}) == []
    assert with_condition({"scope": "#/properties/reason"}) == [("SHP003", place)]
    assert with_condition({"type": "NOT", "conditions": []}) == [("SHP007", f"{place}/conditions")]
    assert with_condition({"expr": ""}) == [("SHP007", f"{place}/expr")]


def test_the_words_inside_a_schema_are_left_to_the_linter():
    schema = {"type": "object", "properties": {"a": {"type": "string", "contentEncoding": "x"}}}
    assert told(small.document(form={"schema": schema})) == []
    assert "contentEncoding" not in json.dumps(meta_schema("profile"))


@pytest.mark.parametrize(
    "doc", [None, [], "x", {}, {"kind": "letter"}, {"kind": ["process"]}, {"kind": None}]
)
def test_what_is_no_definition_at_all(doc):
    assert [one.code for one in findings_of_shape(doc)][0] in ("DOC001", "DOC004")


def test_a_tower_and_a_surrogate_are_told_not_followed():
    tower: dict = {}
    for _ in range(5000):
        tower = {"a": tower}
    assert codes(small.document(form=tower | {"kind": "x"}))[0][0] == "DOC005"
    assert codes(small.document(title="\ud800"))[0][0] == "DOC005"


def test_the_linter_tells_it_too():
    assert [f.code for f in lint(small.document(title="\ud800"), References())] == ["DOC005"]


def test_findings_have_an_end():
    many = {f"k{n}": n for n in range(500)}
    assert len(findings_of_shape(small.document(**many))) < 600


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = sorted(meta_schema("process")["properties"])


@given(st.sampled_from(KEYS), JSON)
def test_no_document_makes_the_judge_fail(key, value):
    for finding in findings_of_shape(small.document() | {key: value}):
        assert finding.sentence("zh")
        assert finding.sentence("en")


@given(st.sampled_from(KINDS), JSON)
def test_nor_does_any_kind(kind, value):
    doc = value if isinstance(value, dict) else {"title": value}
    assert findings_of_shape({**doc, "kind": kind}) != ()


def test_pointers():
    assert pointer(["a/b", "c~d", 0]) == "/a~1b/c~0d/0"
