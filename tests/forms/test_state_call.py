"""The state call."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from tests.forms.making import draft
from unionhall.forms.state_call import step_state


def fields(step: str, post: str, values=None):
    return step_state(draft(values), step, QueryDict(post))["fields"]


def test_visibility_and_requirement_follow_what_is_typed():
    found = fields("family", "married=true")["spouse"]
    assert found == {"visible": True, "required": True, "read_only": False, "notes": []}
    assert fields("family", "married=false")["spouse"]["visible"] is False


def test_typed_values_never_come_back():
    found = fields("person", "name=林&amount=5&kind=illness")
    assert [p for p, f in found.items() if "value" in f] == [
        "handler", "document_no", "unit_name", "half",
    ]  # fmt: skip


def test_computed_values_come_in_words_and_sensitive_ones_masked():
    found = fields("person", "amount=5.00", {"document_no": "790101198501010013"})
    assert found["half"]["value"] == "¥2.50"
    assert found["document_no"]["value"] == "7901****13"


def test_regions_come_with_the_lists_to_show():
    levels = fields("family", "home.region:0=79")["home.region"]["levels"]
    assert [(one["name"], one["of"], one["value"]) for one in levels] == [
        ("home.region:0", "", "79"),
        ("home.region:1", "79", ""),
    ]


def test_hints_have_a_state_too():
    found = fields("person", "amount=5")
    assert [f["visible"] for p, f in found.items() if p.startswith("hint:")] == [True]
    found = fields("person", "amount=")
    assert [f["visible"] for p, f in found.items() if p.startswith("hint:")] == [False]


def test_an_unknown_step_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        step_state(draft(), "nowhere", QueryDict(""))
