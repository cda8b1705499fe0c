"""Who and where: what the verbs of this package load, and the shape in which rules see it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from permissions import gate, groups
from permissions.managing import Target
from unionhall.casework.refusals import NotYours
from unionhall.casework.staff.sentences import refused
from unionhall.casework.staff.telling import account_of
from unionhall.organisation.models import Post, Union
from unionhall.organisation.selectors import is_findable, union_by_key
from unionhall.people.models import MembershipState, Person, User
from unionhall.people.selectors import active_membership, person_by_key

# A retained membership (retired, serving) is kept, but carries no post (domain.md 2.16).
WORKING = frozenset({MembershipState.JOINED, MembershipState.TRANSFERRED_IN})
LONGEST_TITLE, LONGEST_NOTE = 50, 200


def union_of(key: object) -> Union:
    found = union_by_key(key)
    if found is None:
        raise NotYours
    return found


def managed_union(key: object, by: User) -> Union:
    """A union whose staff he manages at this instant. Raises NotYours."""
    union = union_of(key)
    if not gate.fresh(by).may_manage_staff(union):
        raise NotYours
    return union


def person_of(key: object) -> Person:
    found = person_by_key(key)
    if found is None or found.merged_into_id is not None:
        raise refused("no-such-person")
    return found


def post_of(union: Union, number: int) -> Post:
    """A post of this union, as it is now. Raises NotYours."""
    found = Post.objects.select_related("union", "person").filter(union=union, pk=number).first()
    if found is None:
        raise NotYours
    return found


def target_of(person: Person, union: Union, *, is_bootstrap: bool = False) -> Target:
    account = account_of(person)
    held = active_membership(person)
    is_member = held is not None and held.union_id == union.pk and held.state in WORKING
    user = account.pk if account is not None and account.is_active else None
    return Target(user, person.pk, is_member, is_bootstrap)


def checked_codenames(matter_groups: object) -> frozenset[str]:
    """Keys of matter groups, or codenames, as codenames. Raises Refused."""
    names = [one for one in matter_groups if is_findable(one)]  # type: ignore[attr-defined]
    try:
        return groups.expand(names)
    except groups.UnknownMatterGroup as unknown:
        raise refused("unknown-matter-group") from unknown


def check_words(title: str, note: str, until: date | None, today: date) -> tuple[str, str]:
    """Raises Refused: no-title, long-note, past-end."""
    words, remark = " ".join(title.split()), " ".join(note.split())
    if not 1 <= len(words) <= LONGEST_TITLE or not is_findable(words):
        raise refused("no-title")
    if len(remark) > LONGEST_NOTE or "\x00" in remark:
        raise refused("long-note")
    if until is not None and until < today:
        raise refused("past-end")
    return words, remark


def day_of(moment: object) -> date:
    return timezone.localdate(moment)  # type: ignore[arg-type]
