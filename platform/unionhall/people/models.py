"""People, their documents, memberships, employers, accounts and consents.

Identity numbers are stored sealed (AES-GCM) with a blind index for look-up; see `sealing`.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.organisation.models import Union, Unit, new_key
from unionhall.people.accounts import UserManager


class Person(models.Model):  # type: ignore[django-manager-missing]  # treebeard is untyped
    """A natural person, with or without an account.

    Codes are those of domain.md 4.5 (GB/T 3304, 4658, 4762, 2659; `residence_region` GB/T 2260).
    `merged_into`: this record turned out to be another person's; everything hangs on that one.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=50, db_index=True)
    gender = models.CharField(
        max_length=1, choices=[("1", _("male")), ("2", _("female"))], blank=True
    )
    mobile = models.CharField(max_length=20, blank=True, db_index=True)
    born_on = models.DateField(null=True, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    ethnicity = models.CharField(max_length=2, blank=True)
    education = models.CharField(max_length=2, blank=True)
    political = models.CharField(max_length=2, blank=True)
    household = models.CharField(max_length=2, blank=True)
    residence_region = models.CharField(max_length=12, blank=True)
    residence = models.CharField(max_length=200, blank=True)
    work_state = models.CharField(max_length=20, blank=True)
    work_title = models.CharField(max_length=50, blank=True)
    skill = models.CharField(max_length=20, blank=True)
    initials = models.CharField(max_length=50, blank=True, db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed"
    )

    def __str__(self) -> str:
        return self.name


class IdentityDocument(models.Model):
    """One document of a person. `kind` is the code of domain.md 4.1 (111 = resident card)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=3)
    sealed_number = models.BinaryField()
    number_index = models.CharField(max_length=64, db_index=True)
    is_primary = models.BooleanField(default=True)
    country = models.CharField(max_length=3, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number_index"], name="one_person_per_document")
        ]


class User(AbstractBaseUser, PermissionsMixin):
    """An account. Sign-in names (mobile, ID number, e-mail) are looked up by `accounts`."""

    username = models.CharField(max_length=64, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True)
    mobile = models.CharField(max_length=20, null=True, blank=True, unique=True)
    email = models.EmailField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # The address may be used to sign in and to recover only when it was proven.
    email_verified_at = models.DateTimeField(null=True, blank=True)
    # Opened by somebody else with an initial password: nothing but changing it is allowed.
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    # Nobody's account: carries one application that was begun without signing in.
    is_guest = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.person.name if self.person else self.username

    @property
    def is_system(self) -> bool:
        return self.username == settings.SYSTEM_USERNAME


class MembershipState(models.TextChoices):
    PENDING = "pending", _("pending")
    JOINED = "joined", _("joined")
    TRANSFERRED_IN = "transferred_in", _("transferred in")
    TRANSFERRED_OUT = "transferred_out", _("transferred out")
    RETAINED = "retained", _("retained")
    WITHDREW = "withdrew", _("withdrew")
    EXPELLED = "expelled", _("expelled")
    DECEASED = "deceased", _("deceased")


ACTIVE_STATES = ("joined", "transferred_in", "retained")


class Membership(models.Model):
    """A person's membership of one union over time; at most one is active or retained.

    `state_before`: what it was before its present state, to which a retained one goes back.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    union = models.ForeignKey(Union, models.PROTECT, related_name="memberships")
    state = models.CharField(max_length=16, choices=MembershipState.choices)
    state_before = models.CharField(max_length=16, choices=MembershipState.choices, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=20, blank=True, db_index=True)
    source = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    # The case whose decision wrote it; empty for what was imported or entered.
    case = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=ACTIVE_STATES),
                name="one_active_membership_per_person",
            )
        ]


class PersonChange(models.Model):
    """One field of a person, document or membership that was changed; values sealed.

    `basis` is the key of the case or the words on which ground it happened.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    sealed_before = models.BinaryField()
    sealed_after = models.BinaryField()
    basis = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"])]


class UnitSource(models.TextChoices):
    USER_CENTRE = "user_centre", _("user centre")
    SOCIAL_INSURANCE = "social_insurance", _("social insurance")


class Employment(models.Model):
    """A unit a person may act for, and which source says so."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="employments")
    source = models.CharField(max_length=20, choices=UnitSource.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "source"], name="one_employment_per_source"
            )
        ]


class Consent(models.Model):
    """A person agreed to a text: which words (hash), when, from where, for what."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=120)
    text_key = models.CharField(max_length=80)
    text_digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "purpose"])]


class Meter(models.Model):
    """Whoever counts attempts of one kind locks this row first, so parallel ones queue up."""

    key = models.CharField(max_length=64, unique=True)
    touched_at = models.DateTimeField()


class Attempt(models.Model):
    """One use of something that is limited; `key` is a keyed hash, never a name or number."""

    meter = models.ForeignKey(Meter, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["meter", "at"])]


class SmsCode(models.Model):
    """A code that was sent. `digest` binds it to phone, purpose and browser session."""

    phone_index = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["phone_index", "purpose", "-id"])]


class SentMessage(models.Model):
    """What the console gateway "sent", so a demonstration can show it. Not used elsewhere."""

    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=254)
    text = models.CharField(max_length=1000)
    sent_at = models.DateTimeField()


class RecoveryToken(models.Model):
    """A link that lets its holder choose a new password, once.

    Only the keyed hash of its secret is stored; `digest` is null until the link was sent. `way`
    is `email` or `appeal`.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_tokens")
    way = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, null=True, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=models.Q(digest__isnull=True, used_at__isnull=True),
                name="recovery_link_due",
            )
        ]
