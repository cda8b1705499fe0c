"""What limits a picker: values asked now, nothing offered while one is unknown."""

from __future__ import annotations

import pytest

from tests.engine.small import form, process, text, world
from unionhall.engine.limits import fits, limits_of


def limited(where, answers):
    lookup = {
        "source": "unions",
        "columns": [{"key": "name", "title": "名称"}],
        "fill": {"a": "name"},
        "where": where,
    }
    small = process(form=form({"a": text("甲"), "b": text("乙")}, lookups={"a": lookup}))
    return limits_of(small, small.form.lookups[0], answers, world())


def test_lists_and_values():
    where = {"kind": ["union", "joint"], "parent": "form.b"}
    limits = limited(where, {"b": "u-1"})
    assert limits == {"kind": ["union", "joint"], "parent": "u-1"}
    assert fits({"kind": "joint", "parent": "u-1"}, limits)
    assert not fits({"kind": "town", "parent": "u-1"}, limits)
    assert not fits({"kind": "joint", "parent": "u-2"}, limits)


@pytest.mark.parametrize("source", ["form.b", "1 / 0 == 1 ? 'a' : 'b'", "[]"])
def test_without_a_value_nothing_fits(source):
    limits = limited({"parent": source}, {})
    assert limits is None
    assert not fits({"parent": None}, limits)


def test_without_limits_everything_fits():
    assert fits({"kind": "town"}, {})
