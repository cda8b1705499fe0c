"""Make a member of a union one of its staff (X3-08, 09, 11, 12)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from permissions import gate, grants
from unionhall.casework.staff import parties
from unionhall.casework.staff.sentences import from_verdict, refused
from unionhall.casework.staff.telling import account_of, post_changed
from unionhall.organisation import store
from unionhall.organisation.models import Post, Union
from unionhall.people import store as people
from unionhall.people.models import Person, User


def appoint(
    union_key: str,
    person_key: str,
    title: str,
    matter_groups: Collection[str],
    until: date | None = None,
    note: str = "",
    *,
    by: User,
    now: datetime,
) -> Post:
    """`matter_groups`: keys, each with all its verbs, or single codenames.

    Raises NotYours (he manages no staff there), Refused: no-such-person, not-a-member-there,
    to-yourself, no-account, beyond-yours, beyond-your-end, has-post, no-title, past-end, ...
    """
    with transaction.atomic():
        union = parties.managed_union(union_key, by)
        union = store.lock_union(union)  # nobody is appointed while it is dissolved
        person = parties.person_of(person_key)
        people.lock(person)  # a transfer under way ends before or sees this post

        today = timezone.localdate(now)
        words, remark = parties.check_words(title, note, until, today)
        codenames = parties.checked_codenames(matter_groups)
        target = parties.target_of(person, union)
        verdict = gate.fresh(by).may_grant(union, codenames, grants.end_of(until), target)
        if not verdict:
            raise from_verdict(verdict)

        post = begin(union, person, words, today, by, until=until, note=remark)
        give(post, codenames, by=by, now=now)
    return post


def begin(
    union: Union, person: Person, title: str, since: date, by: User, **fields: object
) -> Post:
    """Write a post; one that only ran out makes room. Raises Refused: has-post."""
    held = Post.objects.filter(union=union, person=person, ended_at__isnull=True)
    for old in held.exclude(source="chair").filter(until__lt=since):
        grants.take_post(old)
        store.end_post(old, "expired", grants.end_of(old.until) or timezone.now())
    try:
        with transaction.atomic():
            return store.add_post(union, person, title, since, by, **fields)
    except IntegrityError as taken:
        raise refused("has-post") from taken


def give(post: Post, codenames: Collection[str], *, by: User, now: datetime) -> None:
    """The rights of a new post, with what they leave behind."""
    account = account_of(post.person)
    end = grants.end_of(post.until)
    if account is not None:
        for codename in sorted(codenames):
            grants.grant(account, codename, post.union, by, end, post)
    post_changed(post, "begun", given=codenames, by=by, now=now)
