"""Grants: guardian's direct foreign-key tables on unions, with who gave them and until when.

Groups are not used for unions; the group table exists because guardian asks for it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from unionhall.organisation.models import Union


class UnionGrant(UserObjectPermissionBase):
    """One permission (`review_<matter group>`, ...) of one user on one union."""

    content_object = models.ForeignKey(Union, models.CASCADE, related_name="user_grants")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="grants_given"
    )
    granted_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)


class UnionGroupGrant(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Union, models.CASCADE, related_name="group_grants")
