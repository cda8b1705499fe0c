"""Posts that end: with a membership, by a decision, with a union (X3-12).

Takes away the rights in the same transaction, so nobody acts for a union he has left.
"""

from __future__ import annotations

from datetime import datetime

from permissions import grants
from unionhall.casework.staff.telling import account_of, post_changed
from unionhall.organisation import store
from unionhall.organisation.models import ActivationCode, Post, Union
from unionhall.people.models import Person, User


def end_posts(person: Person, union: Union | None, reason: str, *, by: User, now: datetime) -> int:
    """End the posts of a person at a union (None: everywhere) and everything he may do there.

    Called inside the transaction of whoever ends the membership. Returns how many posts ended.
    """
    found = Post.objects.filter(person=person, ended_at__isnull=True)
    if union is not None:
        found = found.filter(union=union)
    posts = list(found.select_related("union", "person").order_by("pk"))
    for post in posts:
        end_post(post, reason, by=by, now=now)
    account = account_of(person)
    if account is not None:
        grants.take(account, union)  # also what was given without a post
    return len(posts)


def end_post(post: Post, reason: str, *, by: User, now: datetime) -> bool:
    """End one post with its rights. False: it had ended already."""
    taken = grants.take_post(post)
    if not store.end_post(post, reason, now):
        return False
    post_changed(post, "ended", taken=taken, reason=reason, by=by, now=now)
    return True


def end_union_posts(union: Union, reason: str, *, by: User, now: datetime) -> int:
    """End every post and right at a union that is dissolved or merged, and its unused code."""
    found = Post.objects.filter(union=union, ended_at__isnull=True)
    posts = list(found.select_related("union", "person").order_by("pk"))
    for post in posts:
        end_post(post, reason, by=by, now=now)
    grants.take_union(union)
    ActivationCode.objects.filter(
        union=union, used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)
    return len(posts)
