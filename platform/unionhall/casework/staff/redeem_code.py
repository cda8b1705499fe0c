"""Take the post an activation code stands for (J1-07, 08). No membership is needed for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from permissions import gate, grants
from permissions.managing import MANAGE_UNION
from unionhall.casework.sentences import refused as usual
from unionhall.casework.staff import codes, parties
from unionhall.casework.staff.appoint import begin, give
from unionhall.casework.staff.sentences import from_verdict, refused
from unionhall.organisation import store
from unionhall.organisation.models import ActivationCode, Post
from unionhall.people import limits
from unionhall.people import store as people
from unionhall.people.models import User

WRONG_TRIES = (limits.Window(5, timedelta(minutes=30)),)


def redeem_code(code: str, *, by: User, now: datetime) -> Post:
    """Five wrong codes lock for half an hour; of two who redeem the same one, one gets it.

    Raises Refused: wrong-code, too-many-codes, own-code, code-outlived, has-post, no-person.
    """
    if by.person is None:
        raise usual("no-person")
    # Counted in a transaction of its own: a refusal that is rolled back must not be forgotten.
    key = f"activation {by.pk}"
    ticket = limits.take(key, WRONG_TRIES, now)
    if not ticket:
        raise refused("too-many-codes")

    row = _unused(code, now)
    if row is None:
        raise refused("wrong-code")
    limits.give_back(ticket)
    with transaction.atomic():
        row.union = store.lock_union(row.union)  # nobody takes a post while it is dissolved
        people.lock(by.person)
        if not _use(row, by, now):
            raise refused("wrong-code")
        post = _take_post(row, by, now)
    limits.forget(key)
    return post


def _unused(code: str, now: datetime) -> ActivationCode | None:
    found = ActivationCode.objects.select_related("union", "by").filter(digest=codes.digest(code))
    return found.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now).first()


def _use(row: ActivationCode, by: User, now: datetime) -> bool:
    """The one place that decides who was first."""
    unused = ActivationCode.objects.filter(
        pk=row.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    return unused.update(used_at=now, used_by=by) == 1


def _take_post(row: ActivationCode, by: User, now: datetime) -> Post:
    """The code gives what its issuer may still give, for no longer than he has it."""
    assert by.person is not None
    union, codenames = row.union, frozenset(row.matter_groups)
    until = None
    if not row.by.is_system:
        if row.by_id == by.pk:
            raise refused("own-code")
        rights = gate.fresh(row.by)
        end = rights.latest_end(union, codenames | {MANAGE_UNION})
        target = parties.target_of(by.person, union, is_bootstrap=True)
        verdict = rights.may_give_code(union) and rights.may_grant(
            union, codenames, end, target, MANAGE_UNION
        )
        if not verdict:
            raise (
                from_verdict(verdict)
                if verdict.code == "union-closed"
                else refused("code-outlived")
            )
        until = grants.last_day(end)
        if until is not None and until < timezone.localdate(now):
            raise refused("code-outlived")

    fields = {"source": "code", "is_bootstrap": True, "until": until}
    post = begin(union, by.person, row.title, timezone.localdate(now), row.by, **fields)
    give(post, codenames, by=row.by, now=now)
    codes.record(row, "used", by=by, now=now)
    return post
