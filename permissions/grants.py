"""Giving and taking permissions on unions. Whether the giver may is decided before.

Permissions are rows of Django's own table on the Union content type, one per verb and matter
group; grants are guardian's direct foreign-key rows with who gave them and until when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from permissions import freshness, groups
from permissions.models import UnionGrant
from unionhall.language.model import MatterGroup, Pack
from unionhall.organisation.models import Post, Union


class UnknownPermission(LookupError):
    """No published matter group brings this permission. `codename` says which."""

    def __init__(self, codename: str) -> None:
        super().__init__(codename)
        self.codename = codename


def codenames_of(group: MatterGroup) -> dict[str, str]:
    """Codename -> title of each permission of a matter group."""
    return {f"{verb}_{group.key}": title for verb, title in group.permissions}


def ensure_matter_groups(pack: Pack) -> None:
    """Make a permission of every verb of every matter group, the built-in ones too; existing ones
    get the new title."""
    content_type = ContentType.objects.get_for_model(Union)
    for group in (*pack.matter_groups, *groups.built_in()):
        for codename, title in codenames_of(group).items():
            if "_" in codename.removesuffix(f"_{group.key}"):
                raise ValueError(f"a verb has no underscore: {codename}")
            Permission.objects.update_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": f"{group.title} · {title}"[:255]},
            )


def permission(codename: str) -> Permission:
    """Raises UnknownPermission."""
    content_type = ContentType.objects.get_for_model(Union)
    found = Permission.objects.filter(content_type=content_type, codename=codename).first()
    if found is None:
        raise UnknownPermission(codename)
    return found


def grant(
    user: Any,
    codename: str,
    union: Union,
    by: Any,
    until: datetime | None = None,
    post: Post | None = None,
) -> UnionGrant:
    """Give, through a post or alone; again replaces giver and end. Raises UnknownPermission."""
    row, _ = UnionGrant.objects.update_or_create(
        user=user,
        permission=permission(codename),
        content_object=union,
        post=post,
        defaults={"granted_by": by, "expires_at": until, "granted_at": timezone.now()},
    )
    freshness.changed()
    return row


def revoke(user: Any, codename: str, union: Union) -> bool:
    """Take away; False when there was nothing to take."""
    held = UnionGrant.objects.filter(user=user, permission__codename=codename, content_object=union)
    deleted, _ = held.delete()
    freshness.changed()
    return deleted > 0


def of_post(post: Post) -> dict[str, UnionGrant]:
    """Codename -> what a post carries."""
    rows = UnionGrant.objects.filter(post=post).select_related("permission")
    return {row.permission.codename: row for row in rows}


def take(user: Any, union: Union | None = None) -> set[str]:
    """Take everything of a union away, or of all; returns the codenames there were."""
    held = UnionGrant.objects.filter(user=user)
    return _delete(held if union is None else held.filter(content_object=union))


def take_union(union: Union) -> set[str]:
    """Take everything of everybody at a union away."""
    return _delete(UnionGrant.objects.filter(content_object=union))


def take_post(post: Post, codenames: Collection[str] | None = None) -> set[str]:
    """Take away what a post carries, or these of it; returns the codenames there were."""
    held = UnionGrant.objects.filter(post=post)
    if codenames is not None:
        held = held.filter(permission__codename__in=list(codenames))
    return _delete(held)


def _delete(held: QuerySet[UnionGrant]) -> set[str]:
    taken = set(held.values_list("permission__codename", flat=True))
    held.delete()
    freshness.changed()
    return taken


def end_of(until: date | None) -> datetime | None:
    """The moment after a last day, in the house's time zone."""
    if until is None:
        return None
    return timezone.make_aware(datetime.combine(until + timedelta(days=1), time()))


def last_day(end: datetime | None) -> date | None:
    """The last day that is over by this moment: the inverse of `end_of`, or earlier."""
    if end is None:
        return None
    return timezone.localdate(end) - timedelta(days=1)


def standing(now: datetime) -> Q:
    """Condition on UnionGrant: not run out, of an open account, and of a current post if of any."""
    lasts = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    today = timezone.localdate(now)
    current = Q(post__until__isnull=True) | Q(post__until__gte=today)
    is_post = Q(post__isnull=True) | (Q(post__ended_at__isnull=True) & current)
    return lasts & is_post & Q(user__is_active=True)


def holders(
    codenames: Collection[str], unions: Iterable[Union], now: datetime | None = None
) -> Mapping[tuple[str, str], frozenset[int]]:
    """(union key, codename) -> ids of the users who hold it now. One query."""
    rows = UnionGrant.objects.filter(
        standing(now or timezone.now()),
        content_object__in=[union.pk for union in unions],
        permission__codename__in=list(codenames),
    ).values_list("content_object__key", "permission__codename", "user_id")
    found: dict[tuple[str, str], set[int]] = {}
    for union_key, codename, user_id in rows:
        found.setdefault((union_key, codename), set()).add(user_id)
    return {place: frozenset(users) for place, users in found.items()}
