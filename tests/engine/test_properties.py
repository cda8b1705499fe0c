"""What holds for every form, every answer and every order of events."""

from __future__ import annotations

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.small import (
    AT_DISTRICT,
    NESTED,
    STAFF,
    TABLE,
    control,
    form,
    group,
    process,
    stage,
    text,
    wizard,
    world,
    yes_no,
)
from unionhall.engine.actions import Refused
from unionhall.engine.effective import effective_schema
from unionhall.engine.normalise import normalise
from unionhall.engine.paths import is_absent, read
from unionhall.engine.replay import replay
from unionhall.engine.state import accept, resolve
from unionhall.engine.story import Story, tell
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


RETURNS = {
    "key": "return", "title": "退回", "to": ["applicant", "first", "pay"], "reason": "required"
}  # fmt: skip
APPROVE = {"key": "approve", "title": "同意"}
CHAIN = process(
    form=form(
        {"a": text("甲"), "b": text("乙")}, "a", layout=wizard(one=[control("a"), control("b")])
    ),
    stages=[
        stage("first", AT_DISTRICT, withdrawable=True, quorum=2),
        stage(
            "second",
            AT_DISTRICT,
            skip_when="form.b == 'skip'",
            next=[{"when": "form.b == 'end'", "to": "end"}, {"to": "pay"}],
        ),
        {
            "key": "pay",
            "title": "凭证",
            "kind": "applicant",
            "withdrawable": True,
            "form": form({"n": text("号")}, "n"),
            "actions": [APPROVE],
        },
        {
            "key": "bank",
            "title": "银行",
            "kind": "external",
            "outside": {"hook": "bank", "send": {"a": "form.a"}},
            "actions": [{**RETURNS, "to": ["pay"]}],
            "next": [{"when": "form.a == 'again'", "to": "first"}, {"to": "third"}],
        },
        stage(
            "third",
            verb="disburse",
            actions=[APPROVE, RETURNS],
            form=form({"n": {"type": "integer", "title": "数"}}),
        ),
    ],
)
GIVEN = {
    "starter": "starter",
    "union": world().union,
    "staff": [
        [union, verb, user] for (union, verb), users in STAFF.items() for user in sorted(users)
    ]
    + [["u-district", "review", "starter"]],
}
USERS = ["officer", "second", "third", "finance", "city", "starter", "nobody"]
events = st.one_of(
    st.builds(
        lambda a, b: {"do": "answer", "values": {"a": a, "b": b}},
        st.sampled_from(["x", "again"]),
        st.sampled_from(["skip", "end", "y", ""]),
    ),
    st.just({"do": "submit"}),
    st.just({"do": "withdraw"}),
    st.builds(lambda n: {"do": "hand_in", "values": {"n": n}}, st.sampled_from(["", "1"])),
    st.builds(lambda ok: {"do": "answered", "ok": ok, "reason": "r"}, st.booleans()),
    st.builds(
        lambda do, by, reason, to, items: {
            "do": do,
            "by": by,
            "reason": reason,
            "to": to,
            "items": items,
        },
        st.sampled_from(["approve", "approve", "approve", "return", "reject", "dance"]),
        st.sampled_from(USERS),
        st.sampled_from(["", "因为"]),
        st.sampled_from([None, "applicant", "first", "third"]),
        st.sampled_from([[], ["a"], ["zzz"]]),
    ),
)


def told(story, event):
    """(was it accepted?) A refusal changes nothing."""
    before = (story.state, list(story.journal), story.unlocked)
    try:
        tell(story, event)
    except Refused:
        assert (story.state, story.journal, story.unlocked) == before
        return False
    return True


@settings(max_examples=150)
@given(st.lists(events, max_size=25))
def test_every_chain_of_events_keeps_the_invariants(chain):
    story = Story(CHAIN, GIVEN)
    stages = {one.key for one in CHAIN.stages}
    deciders = {}
    tell(story, {"do": "answer", "values": {"a": "x"}})
    for event in [{"do": "submit"}, *chain]:
        place = (story.state.round, story.state.stage)
        accepted = told(story, event)
        state = story.state
        is_open = state.status == "in_progress"
        # I1: one state of the declared chain, somebody responsible exactly while it is open
        assert state.stage in stages if is_open else state.stage in {"", *stages}
        kind = CHAIN.stage(state.stage).kind if is_open else ""
        assert bool(state.tasks) is (kind == "review")
        # what goes out goes out exactly on arrival at a stage that waits for the outside
        if accepted and story.outcome is not None:
            arrived = any(one.kind == "entered" for one in story.outcome.entries)
            assert (story.outcome.dispatch is not None) is (arrived and kind == "external")
        assert {task.stage for task in state.tasks} <= {state.stage}
        # I2: the journal tells it again
        told_again = replayed(story)
        assert told_again == (state.status, state.stage, state.round)
        # I3: nobody decides twice, nor on his own case, nor without the grant
        if accepted and event["do"] in ("approve", "return", "reject"):
            verb = "disburse" if place[1] == "third" else "review"
            holders = STAFF[("u-root" if verb == "disburse" else "u-district", verb)]
            assert event["by"] in holders
            assert event["by"] != "starter"
            assert event["by"] not in deciders.setdefault(place, set())
            assert CHAIN.stage(place[1]).kind == "review"
            deciders[place].add(event["by"])
            assert len(deciders[place]) <= 2


def replayed(story):
    found = replay(story.journal)
    return found.status, found.stage, found.round


def test_the_chain_test_can_fail():
    """The guard of the test above: a chain that does complete is among what it walks through."""
    story = Story(CHAIN, GIVEN)
    for event in [
        {"do": "answer", "values": {"a": "x"}},
        {"do": "submit"},
        *({"do": "approve", "by": by} for by in ("officer", "second", "third")),
        {"do": "hand_in", "values": {"n": "1"}},
        {"do": "answered", "ok": False, "reason": "r"},
        {"do": "hand_in"},
        {"do": "answered", "ok": True},
        {"do": "approve", "by": "finance"},
    ]:
        assert told(story, event)
    assert story.state.status == "completed"
