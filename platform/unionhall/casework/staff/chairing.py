"""The chair of the register has every matter of his union without being granted it (X3-06).

Called inside the transaction of whoever changes the register, the membership or the account,
after it was decided that it may be done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from permissions import groups
from unionhall.casework.staff import parties
from unionhall.casework.staff.appoint import give
from unionhall.casework.staff.ending import end_post
from unionhall.organisation import store
from unionhall.organisation.models import Post, Union
from unionhall.people.models import Person, User


def follow_register(union: Union, *, by: User, now: datetime) -> Post | None:
    """Make the post of chair agree with `union.chair`, which was just written.

    The old chair loses what came with it and keeps what was granted to him; the new one gets it
    once he is an active member there with an account. Again is harmless.
    """
    chair = union.chair
    fits = chair is not None and union.is_active and _fits(chair, union)
    held = Post.objects.filter(union=union, source="chair", ended_at__isnull=True)
    post = held.select_related("union", "person").first()
    if post is not None and (not fits or post.person_id != union.chair_id):
        end_post(post, "chair-changed", by=by, now=now)
        post = None
    if post is None and fits and chair is not None:
        with translation.override(settings.LANGUAGE_CODE):
            title = _("Chair")
        today = timezone.localdate(now)
        post = store.add_post(union, chair, title, today, by, source="chair")
        give(post, groups.of_a_chair(), by=by, now=now)
    return post


def lock_unions_of(people: Iterable[Person], *unions: Union) -> dict[int, Union]:
    """These unions, and those that name one of these people as chair, as they are now; by id.

    Before the people are locked: `follow_person` writes there, and whoever names a chair has the
    union first and waits for the person.
    """
    named = Union.objects.filter(chair__in=list(people), is_active=True)
    return store.lock_unions([*(one.pk for one in unions), *named.values_list("pk", flat=True)])


def follow_person(person: Person, *, by: User, now: datetime) -> None:
    """A chair who joins his union, or opens his account, after the register named him."""
    for named in Union.objects.filter(chair=person, is_active=True).order_by("pk"):
        follow_register(store.lock_union(named), by=by, now=now)


def _fits(chair: Person, union: Union) -> bool:
    target = parties.target_of(chair, union)
    return target.is_member and target.user is not None
