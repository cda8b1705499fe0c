from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.language import syntax, wire
from unionhall.language.expressions import Environment

ENVIRONMENT = Environment({"form.a": "string", "form.rows": "list<map>", "form.n": "int"})


def tree(source):
    return syntax.tree(ENVIRONMENT._checked(source).serialize())


def test_a_tree_with_its_positions():
    root = tree("form.a == 'x' && form.n > 2")
    assert (root.kind, root.text, len(root.children)) == ("call", "_&&_", 2)
    assert [(n.text, n.offset) for n in syntax.names(root)] == [("form.a", 4), ("form.n", 21)]
    assert [n.text for n in syntax.walk(root) if n.kind == "const"] == ["x", ""]


def test_names_that_a_loop_binds_are_not_declared_names():
    root = tree("form.rows.all(form, form.n > 0) || form.n == 1")
    assert sorted(node.text for node in syntax.names(root)) == ["form.n", "form.rows"]
    assert [node.kind for node in syntax.walk(root)].count("loop") == 1


def test_all_kinds_of_nodes():
    root = tree("{'k': [form.a, form.rows[0].name]}")
    assert {node.kind for node in syntax.walk(root)} == {
        "map", "const", "list", "name", "select", "call",
    }  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 2000), st.integers(0, 2**63) | st.binary(max_size=200))))
def test_what_is_written_can_be_read(fields):
    assert wire.read(wire.write(fields)) == fields


@given(st.binary(max_size=60))
def test_noise_is_refused_not_followed(noise):
    try:
        wire.read(noise)
    except ValueError as error:
        assert str(error)  # noqa: PT017 (either outcome is right)
    with pytest.raises(ValueError, match="."):
        syntax.tree(b"")
