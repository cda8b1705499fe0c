"""Giving and taking permissions on unions. Whether the giver may is decided before.

Permissions are rows of Django's own table on the Union content type, one per verb and matter
group; grants are guardian's direct foreign-key rows with who gave them and until when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from permissions import freshness
from permissions.models import UnionGrant
from unionhall.language.model import MatterGroup, Pack
from unionhall.organisation.models import Union


class UnknownPermission(LookupError):
    """No published matter group brings this permission. `codename` says which."""

    def __init__(self, codename: str) -> None:
        super().__init__(codename)
        self.codename = codename


def codenames_of(group: MatterGroup) -> dict[str, str]:
    """Codename -> title of each permission of a matter group."""
    return {f"{verb}_{group.key}": title for verb, title in group.permissions}


def ensure_matter_groups(pack: Pack) -> None:
    """Make a permission of every verb of every matter group; existing ones get the new title."""
    content_type = ContentType.objects.get_for_model(Union)
    for group in pack.matter_groups:
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
    user: Any, codename: str, union: Union, by: Any, until: datetime | None = None
) -> UnionGrant:
    """Give; again replaces giver and end date. Raises UnknownPermission."""
    row, _ = UnionGrant.objects.update_or_create(
        user=user,
        permission=permission(codename),
        content_object=union,
        defaults={"granted_by": by, "expires_at": until, "granted_at": timezone.now()},
    )
    freshness.changed()
    return row


def revoke(user: Any, codename: str, union: Union) -> bool:
    """Take away; False when there was nothing to take."""
    held = UnionGrant.objects.filter(
        user=user, permission__codename=codename, content_object=union
    )
    deleted, _ = held.delete()
    freshness.changed()
    return deleted > 0


def standing(now: datetime) -> Q:
    """Condition on UnionGrant: not run out, and of an account that is open."""
    lasts = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    return lasts & Q(user__is_active=True)


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
