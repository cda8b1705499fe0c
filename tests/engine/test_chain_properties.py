"""Any chain of events keeps the invariants of a case (safety.md I1 to I3)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.small import (
    AT_DISTRICT,
    STAFF,
    control,
    form,
    process,
    stage,
    text,
    wizard,
    world,
)
from unionhall.engine.actions import Refused
from unionhall.engine.replay import replay
from unionhall.engine.story import Story, tell

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
