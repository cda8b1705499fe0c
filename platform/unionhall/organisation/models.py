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
    """One node of the union tree, with the register fields of domain.md 2.20.

    `key` is public; `code` is its unified social credit code, empty or unique. `chair` and
    `chair_name` are the 主席/组织员/小组长 (X3-66), never the `legal_representative`. `region`
    is the code of the area it serves. `initials` and `search` find it by part of its name.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=UnionKind.choices)
    code = models.CharField(max_length=18, blank=True, db_index=True)
    region = models.CharField(max_length=12, blank=True)
    address = models.CharField(max_length=200, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    term_from = models.DateField(null=True, blank=True)
    term_until = models.DateField(null=True, blank=True)
    legal_representative = models.CharField(max_length=50, blank=True)
    chair = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="chaired_unions"
    )
    chair_name = models.CharField(max_length=50, blank=True)
    contact_name = models.CharField(max_length=50, blank=True)
    contact_mobile = models.CharField(max_length=20, blank=True)
    full_time_staff = models.PositiveIntegerField(null=True, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    service_hours = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    closed_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    initials = models.CharField(max_length=120, blank=True, db_index=True)
    search = models.TextField(blank=True, db_index=True)

    node_order_by: list[str] = []

    class Meta(MP_Node.Meta):
        indexes = [
            models.Index(fields=["kind"]),
            models.Index(fields=["name"]),
            models.Index(fields=["region", "kind"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="one_union_per_credit_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitNature(models.TextChoices):
    """X3-44."""

    AGENCY = "agency", _("government agency")
    INSTITUTION = "institution", _("public institution")
    STATE = "state", _("state-owned enterprise")
    OTHER = "other", _("other kind of unit")


class Unit(models.Model):
    """An employer. `union` is the one it founded or shares; empty while it has none.

    `category` is the code of domain.md 4.6, `industry` the letter of GB/T 4754; `headcount` are
    people at work there, `workers` those it employs.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120, db_index=True)
    code = models.CharField(max_length=18, unique=True)
    region = models.CharField(max_length=12, blank=True)
    nature = models.CharField(max_length=16, choices=UnitNature.choices, blank=True)
    category = models.CharField(max_length=3, blank=True)
    industry = models.CharField(max_length=1, blank=True)
    headcount = models.PositiveIntegerField(null=True, blank=True)
    workers = models.PositiveIntegerField(null=True, blank=True)
    initials = models.CharField(max_length=120, blank=True, db_index=True)
    search = models.TextField(blank=True, db_index=True)
    union = models.ForeignKey(Union, models.PROTECT, null=True, blank=True, related_name="units")

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """Under which union a union stood and when: the history of the tree. The open one is now.

    `basis` says on what ground it began: the key of a case, or words.
    """

    union = models.ForeignKey(Union, models.CASCADE, related_name="affiliations")
    parent = models.ForeignKey(Union, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union"],
                condition=models.Q(until__isnull=True),
                name="one_current_affiliation",
            )
        ]


class Contact(models.Model):
    """Whom to call at a union (J1-42, J1-43). `matter_group` empty: about anything."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="contacts")
    matter_group = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=50, blank=True)
    phones = models.CharField(max_length=120)
    hours = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)


class UnionChange(models.Model):
    """One field of a union or unit that was changed: the history behind "who wrote this?"."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["union", "-id"])]


class Post(models.Model):
    """A person's post at a union; rights are grants, a post only says who somebody is.

    Current while `ended_at` is empty and `until` has not passed. `source` tells how it came:
    appointed by somebody, the chair of the union's register, or an activation code (then
    `is_bootstrap`: no membership of that union is needed, domain.md 2.14). Being the chair is a
    post beside the others: it comes and goes with the register.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="posts")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="posts")
    title = models.CharField(max_length=50)
    source = models.CharField(
        max_length=10,
        choices=[
            ("appointed", _("appointed")),
            ("chair", _("chair")),
            ("code", _("activation code")),
        ],
        default="appointed",
    )
    is_bootstrap = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "union"],
                condition=models.Q(ended_at__isnull=True) & ~models.Q(source="chair"),
                name="one_current_post_per_union",
            ),
            models.UniqueConstraint(
                fields=["union"],
                condition=models.Q(ended_at__isnull=True, source="chair"),
                name="one_chair_per_union",
            ),
        ]


class ActivationCode(models.Model):
    """A code by which the first administrator of a union takes his post (J1-05..08).

    Only its keyed digest is stored. Unused: neither `used_at` nor `revoked_at`; at most one such
    per union.
    """

    union = models.ForeignKey(Union, models.CASCADE, related_name="activation_codes")
    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=50)
    matter_groups = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["union"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="one_unused_activation_code",
            )
        ]
