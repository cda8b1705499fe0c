"""Random stories of granting, revoking, moving, transferring and running out (`machine`).

A control removes a guard and is found out.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from permissions import grants
from tests.casework.staff.machine import House
from tests.factories.grants import GROUP
from unionhall.casework.core import membership
from unionhall.casework.staff import ending


def run() -> None:
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.slow
@pytest.mark.row("X3-07", "X3-12")
def test_nobody_ever_holds_more_than_the_model(db):
    run()


def story() -> None:
    """A few steps after which a house without its guards must have gone wrong."""
    house = House()
    try:
        house.appoint(by=0, who=1, place=3, rights={"manage_staff"}, days=2)
        house.nobody_holds_more_than_the_model()
        house.appoint(by=1, who=2, place=3, rights={f"review_{GROUP}"}, days=1)
        house.nobody_holds_more_than_the_model()
        house.transfer(who=1, place=4)
        house.nobody_holds_more_than_the_model()
        house.appoint(by=0, who=2, place=3, rights={"view_medical_aid"}, days=0)
        house.wait(days=1)
        house.nobody_holds_more_than_the_model()
    finally:
        house.teardown()


def test_the_story_holds(db):
    story()


def test_control_giving_what_one_does_not_hold_is_found(db, monkeypatch):
    from permissions import managing

    allowed = managing.Verdict(True, "manages")
    monkeypatch.setattr(managing, "may_grant", lambda *args, **kwargs: allowed)
    with pytest.raises(AssertionError, match="was allowed"):
        story()


def test_control_a_transfer_that_leaves_the_rights_is_found(db, monkeypatch):
    monkeypatch.setattr(membership, "end_posts", lambda *args, **kwargs: 0)
    assert ending.end_posts is not membership.end_posts
    with pytest.raises(AssertionError):
        story()


def test_control_rights_that_outlive_their_day_are_found(db, monkeypatch):
    from django.db.models import Q

    from permissions import policy

    monkeypatch.setattr(grants, "standing", lambda now: Q())
    monkeypatch.setattr(policy.Grant, "holds", lambda self, now: True)
    with pytest.raises(AssertionError):
        story()
