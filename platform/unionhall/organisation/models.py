"""Unions, the units (employers) they cover, and the posts people hold in them.

A union's place in the tree is a materialised path (treebeard), so "everything below" is a range.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


def new_key() -> str:
    """Return an unguessable public identifier: 22 URL-safe characters, 128 bits."""
    return secrets.token_urlsafe(16)


class UnionKind(models.TextChoices):
    """Kinds of domain.md 4.6; levels are told by kind, never by depth."""

    ROOT = "root", _("city federation")
    INDUSTRY = "industry", _("industrial union")
    DISTRICT = "district", _("district federation")
    DIRECT = "direct", _("directly under the city")
    COMMITTEE = "committee", _("working committee")
    TOWN = "town", _("town union")
    PARK = "park", _("park union")
    COMMUNITY = "community", _("community union")
    E_HOME = "e_home", _("online home of members")
    UNION = "union", _("grass-roots union")
    JOINT = "joint", _("joint grass-roots union")
    BRANCH = "branch", _("branch")
    GROUP = "group", _("union group")


class Union(MP_Node):
    """One node of the union tree. `key` is public; `code` is its unified social credit code."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=UnionKind.choices)
    code = models.CharField(max_length=18, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    chair_name = models.CharField(max_length=50, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    is_active = models.BooleanField(default=True)

    node_order_by: list[str] = []

    class Meta(MP_Node.Meta):
        indexes = [models.Index(fields=["kind"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An employer. `union` is the one it founded; empty while it has none."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120, db_index=True)
    code = models.CharField(max_length=18, unique=True)
    union = models.ForeignKey(Union, models.PROTECT, null=True, blank=True, related_name="units")

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's post at a union; rights are grants, a post only says who somebody is."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="posts")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="posts")
    title = models.CharField(max_length=50)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "union"],
                condition=models.Q(until__isnull=True),
                name="one_current_post_per_union",
            )
        ]
