"""What holds for every form, every answer and every order of events."""

from __future__ import annotations

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.small import (
    NESTED,
    TABLE,
    control,
    form,
    group,
    process,
    text,
    world,
    yes_no,
)
from unionhall.engine.effective import effective_schema
from unionhall.engine.normalise import normalise
from unionhall.engine.paths import is_absent, read
from unionhall.engine.state import accept, resolve
from unionhall.engine.validation import problems

settings.register_profile("engine", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("engine")

PROPERTIES = {
    "kind": text("类", enum=["a", "b", "c"]),
    "n": {"type": "integer", "title": "数", "minimum": 0, "maximum": 9},
    "sure": yes_no("是否"),
    "note": text("注", minLength=2),
    "deep": text("深"),
    "locked": text("锁"),
    "twice": {"type": "integer", "title": "倍"},
    "account": NESTED,
    "rows": TABLE,
    "carried": text("键"),
    "fixed": text("定", readOnly=True),
}
LAYOUT = [
    control("kind"),
    control("n", show="form.kind != 'c'"),
    control("sure", show="form.n > 3"),
    group(
        control("note", require="form.kind == 'b'"),
        control("deep", hide="form.note == 'xx'"),
        show="form.sure == true",
    ),
    control("locked", disable="form.kind == 'a'"),
    control("twice"),
    group(control("account.bank"), control("account.number"), show="has_value(form.note)"),
    control("rows", show="form.kind == 'b'"),
    control("fixed"),
]
REQUIRED = ("kind", "note", "account", "rows")
CHECKS = [
    {
        "id": "c",
        "assert": "form.n < 5",
        "message": "过大。",
        "paths": ["n"],
        "when": "form.kind == 'a'",
    }
]


def built(layout):
    return process(
        form=form(
            PROPERTIES, *REQUIRED, layout=layout, computed={"twice": "form.n * 2"}, checks=CHECKS
        )
    )


SMALL = built(LAYOUT)

words = st.sampled_from(
    ["", " ", "a", "b", "c", "xx", "林一", "長" * 60, "x\x00", "\ud800", "１２"]
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-(2**60), 2**60), st.floats(), words)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=3)),
    max_leaves=8,
)
keys = st.sampled_from([*PROPERTIES, "zzz", "a\x00"])
wild = st.dictionaries(keys, anything, max_size=8)
rows = st.lists(
    st.fixed_dictionaries({}, optional={"name": words, "age": st.integers(0, 9)}), max_size=3
)
tame = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["a", "b", "c"]),
        "n": st.integers(-1, 10),
        "sure": st.booleans(),
        "note": st.sampled_from(["x", "xx", "yyy"]),
        "deep": st.just("d"),
        "locked": st.just("l"),
        "account": st.fixed_dictionaries(
            {}, optional={"bank": st.just("甲"), "number": st.just("1")}
        ),
        "rows": rows,
        "carried": st.just("k"),
    },
)


def shown_paths(state):
    return {path for path, field in state.fields.items() if field.visible}


@given(stored=tame | wild, posted=wild | tame)
def test_nothing_posted_or_stored_is_ever_an_exception(stored, posted):
    normal = normalise(SMALL.form, posted)
    state = accept(SMALL, SMALL.form, stored, normal.values, world())
    for mode, step in (("draft", None), ("step", "form"), ("submit", None)):
        problems(SMALL, SMALL.form, state, world(), mode=mode, step=step)


@given(stored=tame, posted=tame)
def test_hidden_values_are_never_answers_and_never_lost(stored, posted):
    state = accept(SMALL, SMALL.form, stored, posted, world())
    for path, field in state.fields.items():
        if "/" in path:
            continue
        if not field.visible:
            assert is_absent(read(state.answers, path))
            assert not field.required
        typed = field.is_computed or field.read_only or read(posted, path) is None
        before = read(stored, path) if typed else read(posted, path)
        if path != "rows" and not is_absent(before):
            assert read(state.values, path) == before
    assert {p.path for p in problems(SMALL, SMALL.form, state, world(), mode="submit")} <= {
        *shown_paths(state),
        "",
    }


@given(values=tame)
def test_resolving_again_changes_nothing(values):
    first = resolve(SMALL, SMALL.form, values, world())
    again = resolve(SMALL, SMALL.form, first.values, world())
    assert again == first


@given(values=tame, layout=st.permutations(LAYOUT))
def test_the_order_of_the_layout_changes_nothing_but_the_order(values, layout):
    turned = built(layout)
    first = resolve(SMALL, SMALL.form, values, world())
    other = resolve(turned, turned.form, values, world())
    assert other.answers == first.answers
    assert {**other.fields} == {**first.fields}
    told = [
        {(p.code, p.path) for p in problems(one, one.form, state, world(), mode="submit")}
        for one, state in ((SMALL, first), (turned, other))
    ]
    assert told[0] == told[1]


@given(values=tame)
def test_another_validator_agrees_about_the_effective_schema(values):
    state = resolve(SMALL, SMALL.form, values, world())
    fields = {
        path: field for path, field in state.fields.items() if "/" not in path and field.visible
    }
    required = frozenset(path for path, field in fields.items() if field.required)
    schema = effective_schema(SMALL.form.schema, frozenset(fields), required)
    told = [
        problem
        for problem in problems(SMALL, SMALL.form, state, world(), mode="submit")
        if problem.code not in ("check", "expression-failed")
    ]
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(state.answers) is (not told)
