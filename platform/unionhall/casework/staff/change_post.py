"""Change what a member of the staff may do, his title or his last day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from permissions import gate, grants
from unionhall.casework.refusals import Expired
from unionhall.casework.staff import parties
from unionhall.casework.staff.sentences import SENTENCES, from_verdict, refused
from unionhall.casework.staff.telling import account_of, post_changed
from unionhall.organisation.models import Post
from unionhall.people import store as people
from unionhall.people.models import User


def change_post(
    union_key: str,
    post_number: int,
    title: str,
    matter_groups: Collection[str],
    until: date | None = None,
    note: str = "",
    *,
    by: User,
    now: datetime,
) -> Post:
    """Only what is added, and what lasts longer than before, needs to be his to give.

    Raises NotYours, Expired: ended, Refused: of-the-chair, and those of `appoint`.
    """
    with transaction.atomic():
        union = parties.managed_union(union_key, by)
        post = parties.post_of(union, post_number)
        people.lock(post.person)
        post.refresh_from_db()
        _check_standing(post)

        words, remark = parties.check_words(title, note, until, timezone.localdate(now))
        wanted = parties.checked_codenames(matter_groups)
        had = frozenset(grants.of_post(post))
        is_longer = post.until is not None and (until is None or until > post.until)
        target = parties.target_of(post.person, union, is_bootstrap=post.is_bootstrap)
        verdict = gate.fresh(by).may_change(
            union, wanted if is_longer else wanted - had, wanted, grants.end_of(until), target
        )
        if not verdict:
            raise from_verdict(verdict)

        _write(post, words, remark, until, wanted, by=by, now=now)
        given, taken = wanted - had, had - wanted
        post_changed(post, "changed", given=given, taken=taken, by=by, now=now)
    return post


def _check_standing(post: Post) -> None:
    if post.ended_at is not None:
        raise Expired("ended", str(SENTENCES["ended"]))
    if post.source == "chair":
        raise refused("of-the-chair")


def _write(
    post: Post,
    title: str,
    note: str,
    until: date | None,
    wanted: frozenset[str],
    *,
    by: User,
    now: datetime,
) -> None:
    had = grants.of_post(post)
    end = grants.end_of(until)
    post.title, post.note, post.until = title, note, until
    post.save(update_fields=["title", "note", "until"])
    grants.take_post(post, set(had) - wanted)
    account = account_of(post.person)
    if account is None:
        return
    for codename in sorted(wanted):
        # who gave it first stays its giver, unless it is given anew
        giver = had[codename].granted_by if codename in had else by
        grants.grant(account, codename, post.union, giver, end, post)
