from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from permissions import policy
from permissions.policy import Actor, CaseFacts, Grant, Scope, TaskFacts

NOW = datetime(2026, 11, 2, tzinfo=UTC)
ROOT, DISTRICT, SIBLING, GRASS = "0001", "00010001", "00010002", "000100010001"
CASE = CaseFacts(starter=1, person=11, matter_group="fund", path=GRASS, handed_in=True)
TASK = TaskFacts(union=2, union_name="思江区总工会", permission="review_fund", is_open=True)


def actor(*grants: Grant, user: int | None = 7, person: int | None = 17) -> Actor:
    return Actor(user, person, grants)


def holds(path: str, codename: str = "review_fund", union: int = 2) -> Grant:
    return Grant(codename, union, path, "思江区总工会", "苏文")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (actor(user=None), (False, "not-signed-in")),
        (actor(user=1), (True, "starter")),
        (actor(), (False, "no-grant")),
        (actor(holds(DISTRICT)), (True, "granted-above")),
        (actor(holds(GRASS)), (True, "granted-above")),
        (actor(holds(ROOT, "view_fund")), (True, "granted-above")),
        (actor(holds(GRASS, "handle_fund")), (True, "granted-above")),
        (actor(holds(SIBLING, union=3)), (False, "elsewhere")),
        (actor(holds(GRASS + "0001")), (False, "elsewhere")),
        (actor(holds(SIBLING, union=9)), (True, "granted-task")),
        (actor(holds(ROOT, "review_aid")), (False, "no-grant")),
    ],
    ids=[
        "nobody",
        "starter",
        "without",
        "above",
        "same",
        "view",
        "handle",
        "sibling",
        "below",
        "task",
        "other matter",
    ],
)
def test_who_sees_a_case(who, expected):
    verdict = policy.may_view(who, CASE, task_unions={9})
    assert (verdict.allowed, verdict.code) == expected


def test_a_draft_is_its_starter_s_alone():
    draft = replace(CASE, handed_in=False)
    assert policy.may_view(actor(holds(ROOT)), draft, {2}).code == "not-handed-in"
    assert policy.may_view(actor(user=1), draft).allowed is True


def test_a_case_without_a_union_is_seen_through_its_tasks_only():
    nowhere = replace(CASE, path=None)
    assert policy.may_view(actor(holds(ROOT)), nowhere).code == "elsewhere"
    assert policy.may_view(actor(holds(ROOT)), nowhere, {2}).code == "granted-task"


@pytest.mark.parametrize(
    ("who", "task", "expected"),
    [
        (actor(holds(DISTRICT)), TASK, "granted"),
        (actor(user=None), TASK, "not-signed-in"),
        (actor(holds(ROOT, union=1)), TASK, "no-permission"),
        (actor(holds(DISTRICT, "view_fund")), TASK, "no-permission"),
        (actor(holds(DISTRICT, "review_aid")), TASK, "no-permission"),
        (actor(holds(DISTRICT)), replace(TASK, is_open=False), "already-decided"),
        (actor(holds(DISTRICT), user=1), TASK, "own-case"),
        (actor(holds(DISTRICT), person=11), TASK, "own-case"),
    ],
    ids=["holder", "nobody", "above", "view", "other matter", "done", "starter", "beneficiary"],
)
def test_who_decides_a_task(who, task, expected):
    assert policy.may_decide(who, task, CASE).code == expected


def test_a_reason_says_who_granted_what_where():
    verdict = policy.may_decide(actor(holds(DISTRICT)), TASK, CASE)
    assert {k: v for k, v in verdict.params.items() if v} == {
        "permission": "review_fund",
        "union": "思江区总工会",
        "granted_by": "苏文",
    }


def test_people_without_a_person_are_not_each_other_s_beneficiary():
    nobody_s = replace(CASE, person=None)
    assert policy.may_decide(actor(holds(DISTRICT), person=None), TASK, nobody_s).allowed is True


def test_a_grant_ends_at_its_moment():
    grant = replace(holds(ROOT), expires_at=NOW)
    assert policy.standing([grant], NOW - timedelta(microseconds=1)) == (grant,)
    assert policy.standing([grant], NOW) == ()


def test_acting_does_not_reach_down_and_viewing_does():
    who = actor(holds(DISTRICT), holds(GRASS, union=3), holds(SIBLING, "review_aid", union=4))
    assert policy.scope(who, "review_fund") == Scope(ids=frozenset({2, 3}))
    assert policy.view_scope(who, "fund") == Scope(paths=(DISTRICT,))
    assert policy.view_scope(who, "aid") == Scope(paths=(SIBLING,))
    assert policy.view_scope(who, "none") == policy.NOWHERE


def test_the_only_root_covers_everything():
    who = actor(holds(ROOT))
    assert policy.view_scope(who, "fund", [ROOT]) == Scope(everywhere=True)
    assert policy.view_scope(who, "fund", [ROOT, "0002"]) == Scope(paths=(ROOT,))


def test_an_empty_scope_is_false_and_covers_nothing():
    assert not policy.NOWHERE
    assert policy.NOWHERE.covers(1, ROOT) is False
    assert Scope(everywhere=True).covers(1, ROOT) is True
