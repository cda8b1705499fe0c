"""Grants: guardian's direct foreign-key tables on unions, with who gave them and until when.

Groups are not used for unions; the group table exists because guardian asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from unionhall.organisation.models import Post, Union


class UnionGrant(UserObjectPermissionBase):
    """One permission (`review_<matter group>`, ...) of one user on one union.

    The same one may be held through two posts, as chair and appointed: each ends by itself.
    """

    content_object = models.ForeignKey(Union, models.CASCADE, related_name="user_grants")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="grants_given"
    )
    granted_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    # The post it belongs to and ends with; empty for grants that stand alone.
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="union_grants"
    )

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together: ClassVar[list[Sequence[str]]] = []
        constraints = [
            models.UniqueConstraint(
                fields=["user", "permission", "content_object", "post"],
                name="one_grant_per_post",
            ),
            models.UniqueConstraint(
                fields=["user", "permission", "content_object"],
                condition=models.Q(post__isnull=True),
                name="one_grant_without_post",
            ),
        ]


class UnionGroupGrant(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Union, models.CASCADE, related_name="group_grants")
