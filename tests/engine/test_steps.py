"""Steps and elements of a layout: what of it is shown."""

from __future__ import annotations

from tests.engine.small import control, form, group, process, state, text, wizard, world
from unionhall.engine.state import resolve, visible_steps

STEPS = form(
    {"a": text("甲"), "b": text("乙"), "c": text("丙")},
    layout=wizard(
        one=[control("a")],
        two=[control("b", show="form.a == '1'"), group(control("c", show="form.a == '1'"))],
        three=[{"type": "Label", "text": "说明"}],
    ),
)


def test_a_step_without_anything_to_show_is_left_out():
    small = process(form=STEPS)
    for a, steps in (("1", ("one", "two", "three")), ("2", ("one", "three"))):
        found = resolve(small, small.form, {"a": a}, world())
        assert visible_steps(small, small.form, found) == steps


def test_elements_know_whether_they_are_shown():
    found = state(STEPS, {"a": "2"})
    assert found.elements == {
        "": True,
        "/0": True,
        "/0/0": True,
        "/1": True,
        "/1/0": False,
        "/1/1": True,
        "/1/1/0": False,
        "/2": True,
        "/2/0": True,
    }


def test_one_step_without_categories():
    assert state(form({"a": text("甲")}), {}).steps == {"form": True}
