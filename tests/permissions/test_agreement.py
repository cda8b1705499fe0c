"""Random trees, grants, moves and cases: lists, single checks, staffing and an oracle agree.

The oracle walks parents one by one and knows nothing of paths or queries. Controls show that
a gate whose guard was removed is found out.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from permissions import gate, grants, policy
from tests.factories.grants import PACK
from tests.permissions.rows import make_case, make_task
from unionhall.cases.models import Case, Task
from unionhall.language.model import Actor, Stage
from unionhall.organisation import selectors
from unionhall.organisation.models import Union
from unionhall.people.models import User

GROUPS = ["preparatory_fund", "medical_aid"]
VERBS = ["review", "view"]
NUMBER = st.integers(0, 99)
HOUR = timedelta(hours=1)


class City(RuleBasedStateMachine):
    """Four people, a growing tree, grants that come and go, cases anywhere."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        grants.ensure_matter_groups(PACK)
        self.users = [User.objects.create(username=f"u{n}", password="!") for n in range(4)]
        root = Union.objects.add_root({"name": "0", "kind": "root"})
        self.parents: dict[int, int | None] = {root.pk: None}
        self.held: dict[tuple[int, str, int], bool] = {}
        self.cases: list[Case] = []

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def union(self, number: int) -> Union:
        return Union.objects.get(pk=list(self.parents)[number % len(self.parents)])

    @rule(number=NUMBER)
    def add_union(self, number):
        parent = self.union(number)
        child = Union.objects.add_child(parent, {"name": f"{len(self.parents)}", "kind": "union"})
        self.parents[child.pk] = parent.pk

    @rule(number=NUMBER, to=NUMBER)
    def move_union(self, number, to):
        union, target = self.union(number), self.union(to)
        if union.depth > 1 and target.pk not in self.below(union.pk):
            Union.objects.move(union, target, "last-child")
            self.parents[union.pk] = target.pk

    @rule(
        who=NUMBER,
        verb=st.sampled_from(VERBS),
        group=st.sampled_from(GROUPS),
        where=NUMBER,
        lasts=st.booleans(),
    )
    def grant(self, who, verb, group, where, lasts):
        user, union = self.users[who % 4], self.union(where)
        until = timezone.now() + (HOUR if lasts else -HOUR)
        grants.grant(user, f"{verb}_{group}", union, user, until)
        self.held[user.pk, f"{verb}_{group}", union.pk] = lasts

    @rule(number=NUMBER)
    def revoke(self, number):
        if self.held:
            user, codename, union = list(self.held)[number % len(self.held)]
            grants.revoke(User.objects.get(pk=user), codename, Union.objects.get(pk=union))
            del self.held[user, codename, union]

    @rule(who=NUMBER)
    def close_or_open_account(self, who):
        user = self.users[who % 4]
        user.is_active = not user.is_active
        user.save()

    @rule(
        who=NUMBER,
        where=st.none() | NUMBER,
        group=st.sampled_from(GROUPS),
        status=st.sampled_from(["draft", "in_progress", "completed"]),
        task=st.none() | NUMBER,
        verb=st.sampled_from(VERBS),
    )
    def add_case(self, who, where, group, status, task, verb):
        union = None if where is None else self.union(where)
        case = make_case(self.users[who % 4], union, status, group)
        if task is not None:
            make_task(case, self.union(task), f"{verb}_{group}")
        self.cases.append(case)

    def above(self, union: int | None) -> set[int]:
        found = set()
        while union is not None:
            found.add(union)
            union = self.parents[union]
        return found

    def below(self, union: int) -> set[int]:
        return {other for other in self.parents if union in self.above(other)}

    def holds(self, user: User, codename: str | None, group: str, unions: set[int]) -> bool:
        return user.is_active and any(
            lasts
            and who == user.pk
            and union in unions
            and name.endswith(group)
            and codename in (None, name)
            for (who, name, union), lasts in self.held.items()
        )

    def should_see(self, user: User, case: Case) -> bool:
        places = self.above(case.union_id) | {t.union_id for t in case.tasks.all()}
        is_staff = case.status != "draft" and self.holds(user, None, case.matter_group, places)
        return user.is_active and (user.pk == case.starter_id or is_staff)

    @invariant()
    def lists_and_checks_agree_with_the_oracle(self):
        for known in self.users:
            user = User.objects.get(pk=known.pk)
            cases = list(Case.objects.select_related("union").order_by("id"))
            expected = [c.pk for c in cases if self.should_see(user, c)]
            assert [c.pk for c in cases if gate.may_view(user, c)] == expected
            listed = gate.visible_cases(user, Case.objects.order_by("id"))
            assert list(listed.values_list("pk", flat=True)) == expected

            tasks = list(Task.objects.select_related("union", "case__union").order_by("id"))
            mine = [
                t
                for t in tasks
                if self.holds(user, t.permission, t.case.matter_group, {t.union_id})
            ]
            assert list(gate.tasks_for(user, Task.objects.order_by("id"))) == mine
            decided = [t for t in mine if t.case.starter_id != user.pk]
            assert [t for t in tasks if gate.may_decide(user, t)] == decided

    @invariant()
    def scopes_and_staffing_agree_with_the_oracle(self):
        unions = list(Union.objects.order_by("id"))
        for known in self.users:
            user = User.objects.get(pk=known.pk)
            for group in GROUPS:
                view = gate.of(user).view_scope(group)
                expected = [u.pk for u in unions if self.holds(user, None, group, self.above(u.pk))]
                assert [u.pk for u in unions if view.covers(u.pk, u.path)] == expected
                for verb in VERBS:
                    scope = gate.scope(user, f"{verb}_{group}")
                    held = [
                        u.pk for u in unions if self.holds(user, f"{verb}_{group}", group, {u.pk})
                    ]
                    assert [u.pk for u in unions if scope.covers(u.pk, u.path)] == held
        chain = selectors.chain(unions[-1])
        assert {u.pk for u in chain} == self.above(unions[-1].pk)
        expected = {
            (union.key, verb): frozenset(
                u.pk
                for u in self.users
                if self.holds(u, f"{verb}_{GROUPS[0]}", GROUPS[0], {union.pk})
            )
            for union in chain
            for verb in VERBS
        }
        found = gate.staffing(Process, chain)
        assert found == {place: users for place, users in expected.items() if users}

    @invariant()
    def guardian_itself_agrees_about_lasting_grants(self):
        """Its own query, with global permissions off, is a second opinion on the tables."""
        from guardian.shortcuts import get_objects_for_user

        codename = f"review_{GROUPS[0]}"
        for known in self.users:
            user = User.objects.get(pk=known.pk)
            if user.is_active:
                found = get_objects_for_user(
                    user, f"organisation.{codename}", Union, accept_global_perms=False
                )
                lasting = {u.pk for u in found if self.held[user.pk, codename, u.pk]}
                assert lasting == set(gate.scope(user, codename).ids)


class Process:
    """The little of a process that staffing reads."""

    matter_group = GROUPS[0]
    stages = tuple(
        Stage(verb, verb, "review", (Actor(verb, "root(union.chain)"),), ()) for verb in VERBS
    )


@pytest.mark.slow
def test_everything_agrees(db):
    run_state_machine_as_test(
        City,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


def one_story() -> None:
    """A few steps after which a gate without its guards must have answered wrongly."""
    city = City()
    try:
        city.add_union(0)
        city.add_case(who=1, where=1, group=GROUPS[0], status="completed", task=1, verb="review")
        city.lists_and_checks_agree_with_the_oracle()
        city.grant(who=2, verb="review", group=GROUPS[0], where=0, lasts=True)
        city.lists_and_checks_agree_with_the_oracle()
        city.grant(who=3, verb="review", group=GROUPS[0], where=1, lasts=False)
        city.lists_and_checks_agree_with_the_oracle()
    finally:
        city.teardown()


def test_the_story_holds(db):
    one_story()


def test_control_grants_that_ran_out_are_found_when_they_count(db, monkeypatch):
    monkeypatch.setattr(policy.Grant, "holds", lambda self, now: True)
    monkeypatch.setattr(grants, "standing", lambda now: Q())
    with pytest.raises(AssertionError):
        one_story()


def test_control_a_list_that_looks_at_the_union_alone_is_found(db, monkeypatch):
    monkeypatch.setattr(gate, "within", lambda place, field: Q(**{f"{field}_id__in": place.ids}))
    with pytest.raises(AssertionError):
        one_story()


def test_control_a_check_that_looks_at_the_matter_alone_is_found(db, monkeypatch):
    monkeypatch.setattr(
        policy,
        "may_view",
        lambda actor, case, tasks=(): policy.Verdict(
            any(g.matter_group == case.matter_group for g in actor.grants), "any"
        ),
    )
    with pytest.raises(AssertionError):
        one_story()
