"""Who works at a union, who could, and the posts of one person. Read only.

Whether the asker may see it is asked before (`gate.may_manage_staff`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from permissions import gate, groups
from permissions.models import UnionGrant
from unionhall.casework.staff.parties import WORKING
from unionhall.organisation import naming
from unionhall.organisation.models import ActivationCode, Post, Union
from unionhall.organisation.selectors import is_findable
from unionhall.people.models import Person, User
from unionhall.people.selectors import account_by_name

MOST = 20


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One post with what it carries, in words. `needs_membership`: he came by a code."""

    number: int
    person_key: str
    name: str
    title: str
    source: str
    source_title: str
    rights: tuple[str, ...]
    since: date
    until: date | None
    given_by: str
    note: str
    is_over: bool
    needs_membership: bool
    union_key: str
    union: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    number: int
    title: str
    rights: tuple[str, ...]
    state: str  # unused, used, revoked, expired
    issued_by: str
    created_at: datetime
    expires_at: datetime
    used_by: str


def staff_of(union: Union) -> list[StaffRow]:
    """Standing posts of a union, the chair first; those that ran out stay until they are ended."""
    found = Post.objects.filter(union=union, ended_at__isnull=True)
    return _rows(found.order_by("pk"))


def posts_of(person: Person) -> list[StaffRow]:
    """The current posts of a person, in the order of the tree."""
    today = timezone.localdate()
    lasting = Q(until__isnull=True) | Q(until__gte=today)
    found = Post.objects.filter(lasting, person=person, ended_at__isnull=True)
    return _rows(found.order_by("union__path", "pk"), chair_first=False)


def post_of(union: Union, number: int) -> tuple[Post, frozenset[str]] | None:
    """A standing post with the codenames it carries."""
    found = Post.objects.filter(union=union, pk=number, ended_at__isnull=True)
    post = found.select_related("union", "person").first()
    if post is None:
        return None
    held = UnionGrant.objects.filter(post=post).values_list("permission__codename", flat=True)
    return post, frozenset(held)


def codes_of(union: Union) -> list[CodeRow]:
    """Newest first."""
    now = timezone.now()
    found = ActivationCode.objects.filter(union=union).select_related(
        "by__person", "used_by__person"
    )
    return [
        CodeRow(
            number=code.pk,
            title=code.title,
            rights=tuple(groups.in_words(code.matter_groups)),
            state=_state(code, now),
            issued_by=_giver(code.by),
            created_at=code.created_at,
            expires_at=code.expires_at,
            used_by=str(code.used_by) if code.used_by else "",
        )
        for code in found.order_by("-pk")[:MOST]
    ]


def candidates(union: Union, text: str) -> list[Person]:
    """Members of exactly this union by part of the name, initials, or the whole number or mobile.

    Nobody else is found, so a search tells nothing about people of other unions.
    """
    wanted = " ".join(text.split())
    if not wanted or not is_findable(wanted):
        return []
    by_name = Q(name__icontains=wanted) | Q(initials__startswith=naming.plain(wanted))
    match = by_name | Q(mobile=wanted)
    account = account_by_name(wanted)
    if account is not None and account.person_id is not None:
        match |= Q(pk=account.person_id)
    members = Person.objects.filter(
        match,
        merged_into__isnull=True,
        memberships__union=union,
        memberships__state__in=WORKING,
    )
    return list(members.distinct().order_by("name", "pk")[:MOST])


def is_member(person: Person, union: Union) -> bool:
    """Whether he may be staff there as far as the membership goes."""
    return person.memberships.filter(union=union, state__in=WORKING).exists()


def belongs_to(person: Person, union: Union) -> bool:
    """Whether who manages the union's staff may ask about him: a member, or of its staff."""
    return is_member(person, union) or person.posts.filter(union=union).exists()


def people_at(union: Union, text: str) -> list[Person]:
    """Members of the union and those who have or had a post there, by name, number or mobile."""
    wanted = " ".join(text.split())
    found = {person.pk: person for person in candidates(union, wanted)}
    if wanted and is_findable(wanted):
        by_name = Q(name__icontains=wanted) | Q(mobile=wanted)
        staff = Person.objects.filter(by_name, posts__union=union).distinct()
        found |= {person.pk: person for person in staff[:MOST]}
    return sorted(found.values(), key=lambda person: person.name)[:MOST]


def people_anywhere(text: str) -> list[tuple[Person, Union]]:
    """People of exactly this name, number or mobile, at each union they belong to. Never by part:
    who may ask about the whole city still has to know whom he means."""
    wanted = " ".join(text.split())
    if not wanted or not is_findable(wanted):
        return []
    match, account = Q(name=wanted) | Q(mobile=wanted), account_by_name(wanted)
    if account is not None and account.person_id is not None:
        match |= Q(pk=account.person_id)
    people = Person.objects.filter(match, merged_into__isnull=True).order_by("pk")[:MOST]
    found = []
    for person in people:
        is_his = Q(posts__person=person)
        is_his |= Q(memberships__person=person, memberships__state__in=WORKING)
        places = Union.objects.filter(is_his).distinct().order_by("path")
        found += [(person, union) for union in places]
    return found[:MOST]


def account_of(person: Person) -> User | None:
    return User.objects.filter(person=person).first()


def unions_to_manage(user: User, codename: str, text: str) -> list[Union]:
    """Unions he may manage with this permission, by part of the name, initials or code."""
    found: QuerySet[Union] = gate.of(user).manageable_unions(codename).filter(is_active=True)
    wanted = naming.plain(text)
    if wanted and is_findable(wanted):
        found = found.filter(search__contains=wanted)
    return list(found[: MOST + 1])


def _state(code: ActivationCode, now: datetime) -> str:
    if code.used_at is not None:
        return "used"
    if code.expires_at <= now:
        return "expired"
    return "revoked" if code.revoked_at is not None else "unused"


def _rows(found: QuerySet[Post], *, chair_first: bool = True) -> list[StaffRow]:
    posts = list(found.select_related("union", "person", "granted_by__person"))
    carried: dict[int, set[str]] = {}
    held = UnionGrant.objects.filter(post__in=posts)
    for post, codename in held.values_list("post_id", "permission__codename"):
        carried.setdefault(post, set()).add(codename)
    members = set(
        Person.objects.filter(
            pk__in=[post.person_id for post in posts if post.is_bootstrap],
            memberships__union__in=[post.union_id for post in posts],
            memberships__state__in=WORKING,
        ).values_list("pk", "memberships__union_id")
    )
    if chair_first:
        posts.sort(key=lambda post: post.source != "chair")
    return [_row(post, carried.get(post.pk, set()), members) for post in posts]


def _giver(user: User | None) -> str:
    return "" if user is None or user.is_system else str(user)


def _row(post: Post, carried: set[str], members: set[tuple[int, int]]) -> StaffRow:
    is_member = (post.person_id, post.union_id) in members
    return StaffRow(
        number=post.pk,
        person_key=post.person.key,
        name=post.person.name,
        title=post.title,
        source=post.source,
        source_title=str(post.get_source_display()),
        rights=tuple(groups.in_words(carried)),
        since=post.since,
        until=post.until,
        given_by=_giver(post.granted_by),
        note=post.note,
        is_over=post.until is not None and post.until < timezone.localdate(),
        needs_membership=post.is_bootstrap and not is_member,
        union_key=post.union.key,
        union=post.union.name,
    )
