"""What a return leaves open."""

from __future__ import annotations

from tests.engine.small import NESTED, TABLE, form, state, text


def test_a_return_opens_what_it_names_and_what_could_not_be_answered():
    the_form = form(
        {
            "a": text("甲"),
            "b": text("乙"),
            "c": text("丙", pattern="[0-9]+"),
            "d": text("丁"),
            "account": NESTED,
            "rows": TABLE,
        }
    )
    handed_in = {
        "a": "1",
        "b": "1",
        "c": "x",
        "account": {"bank": "甲", "number": "1"},
        "rows": [{"name": "林一"}],
    }
    found = state(
        the_form,
        handed_in,
        unlocked=frozenset({"a", "account.bank", "rows/0/name"}),
        submitted=handed_in,
    )
    locked = [path for path, field in found.fields.items() if field.read_only]
    assert locked == ["b", "account.number"]


def test_what_was_opened_stays_open_while_it_is_corrected():
    the_form = form({"a": text("甲"), "d": text("丁")})
    found = state(
        the_form,
        {"a": "1", "d": "half"},
        {"a": "2", "d": "whole"},
        unlocked=frozenset(),
        submitted={"a": "1"},
    )
    assert found.values == {"a": "1", "d": "whole"}
