"""Reading people: their facts for expressions, employers, memberships, consents, accounts.

Values leave here in clear; whoever stores or shows them seals or masks them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation

from unionhall.language.environment import APPLICANT
from unionhall.organisation.models import Union, Unit
from unionhall.organisation.selectors import area, chain, is_findable, unit_row
from unionhall.people import documents, sealing
from unionhall.people.models import (
    ACTIVE_STATES,
    Consent,
    Employment,
    IdentityDocument,
    Membership,
    MembershipState,
    Person,
    SentMessage,
    UnitSource,
    User,
)

LONGEST_NAME = 254
MEMBER_STATES = frozenset({MembershipState.JOINED, MembershipState.TRANSFERRED_IN})


def applicant_facts(user: User, today: date | None = None) -> dict[str, Any]:
    """The `applicant.*` names of the language, `today` if no other day is said. Four queries at
    most.

    `membership_*` and `member_no` are those of the active membership; `email` only when it was
    proven. `document_no` is in clear. Words (`gender`, `document_kind`) are in the product's
    language, whatever the reader's: they are stored as answers. Unknown ones are None.
    """
    person = user.person
    if person is None:
        return dict.fromkeys(APPLICANT) | {"verified": False, "is_member": False}
    document = primary_document(person)
    member = active_membership(person)
    union = member.union if member else None
    place = area(chain(union)) if union else None
    employment = _employments(person).first()
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "gender": str(person.get_gender_display()) or None,
            "document_kind": str(documents.KINDS.get(document.kind, document.kind))
            if document
            else None,
        }
    return {
        "id": person.key,
        "name": person.name,
        **words,
        "document_kind_code": document.kind if document else None,
        "document_no": sealing.unseal(document.sealed_number) if document else None,
        **{name: getattr(person, name) or None for name in PLAIN},
        **_age(person, today or timezone.localdate()),
        **_membership(member),
        "email": user.email if user.email_verified_at else None,
        "mobile": user.mobile or person.mobile or None,
        "verified": person.verified_at is not None,
        "is_member": member is not None and member.state in MEMBER_STATES,
        "unit_name": employment.unit.name if employment else None,
        "union": union.key if union else None,
        "union_name": union.name if union else None,
        "area_name": place.name if place else None,
    }


# Facts that stand on the person as expressions see them.
PLAIN = (
    *("nationality", "education", "ethnicity", "political", "household", "residence_region"),
    "residence",
)


def _age(person: Person, today: date) -> dict[str, Any]:
    """`age` in completed years; born on 29 February, one completes a year on 1 March."""
    born = person.born_on
    if born is None:
        return {"born_on": None, "age": None}
    is_ahead = (today.month, today.day) < (born.month, born.day)
    return {"born_on": born.isoformat(), "age": today.year - born.year - is_ahead}


def _membership(member: Membership | None) -> dict[str, Any]:
    if member is None:
        return dict.fromkeys(("membership_state", "membership_since", "member_no"))
    return {
        "membership_state": member.state,
        "membership_since": member.since.isoformat(),
        "member_no": member.number or None,
    }


def primary_document(person: Person) -> IdentityDocument | None:
    return person.documents.order_by("-is_primary", "id").first()


def active_membership(person: Person) -> Membership | None:
    """The one membership that is active or retained, with its union."""
    return person.memberships.select_related("union").filter(state__in=ACTIVE_STATES).first()


def person_by_key(key: object) -> Person | None:
    if not is_findable(key):
        return None
    return Person.objects.filter(key=key).first()


def ids_by_key(keys: Iterable[str]) -> dict[str, int]:
    """Ids of people by their keys, many at once; strange keys are left out."""
    wanted = sorted({key for key in keys if is_findable(key)})
    return dict(Person.objects.filter(key__in=wanted).values_list("key", "pk")) if wanted else {}


def user_id_of(person_id: int | None) -> int | None:
    """The account of a person; None for nobody and for a person without one."""
    if person_id is None:
        return None
    return User.objects.filter(person_id=person_id).values_list("pk", flat=True).first()


def person_by_document(kind: str, number: str) -> Person | None:
    index = sealing.blind_index(documents.normal_number(number, kind))
    found = IdentityDocument.objects.select_related("person")
    document = found.filter(kind=kind, number_index=index).first()
    return document.person if document else None


def units_of(person: Person | None, source: str) -> list[Unit]:
    """Units this source says the person may act for, by name. One query."""
    if person is None:
        return []
    found = Unit.objects.filter(employments__person=person, employments__source=source)
    return list(found.select_related("union").order_by("name", "id"))


def unit_rows(person: Person | None, source: str) -> list[dict[str, Any]]:
    """`units_of` as rows of a picker; `source` is shown in the reader's language."""
    label = str(UnitSource(source).label) if source in UnitSource.values else source
    return [unit_row(unit, label) for unit in units_of(person, source)]


def member_rows(union: Union | None, text: str, limit: int = 20) -> list[dict[str, Any]]:
    """Members of a union whose name or initials hold the text, as a picker shows them."""
    if union is None or not is_findable(text):
        return []
    hit = Q(person__name__contains=text) | Q(person__initials__startswith=text.lower())
    held = Membership.objects.filter(hit, union=union, state__in=ACTIVE_STATES)
    rows = held.select_related("person", "union").order_by("person__name", "pk")
    return [_member_row(row) for row in rows[:limit]]


def member_row(union: Union | None, key: object) -> dict[str, Any] | None:
    """One member of the union by the key of the person."""
    if union is None or not is_findable(key):
        return None
    held = Membership.objects.filter(union=union, person__key=key, state__in=ACTIVE_STATES)
    found = held.select_related("person", "union").first()
    return _member_row(found) if found else None


def _member_row(held: Membership) -> dict[str, Any]:
    return {
        "id": held.person.key,
        "name": held.person.name,
        "number": held.number,
        "state": held.state,
        "union": held.union.key,
        "union_name": held.union.name,
    }


def consents(person: Person, purpose: str | None = None) -> list[Consent]:
    """Standing consents, newest first."""
    found = person.consents.filter(withdrawn_at__isnull=True)
    if purpose is not None:
        found = found.filter(purpose=purpose)
    return list(found.order_by("-given_at", "-id"))


def has_consented(person: Person, purpose: str, text_digest: str) -> bool:
    """Whether the person agreed to exactly these words for this purpose."""
    found = person.consents.filter(purpose=purpose, text_digest=text_digest)
    return found.filter(withdrawn_at__isnull=True).exists()


def account_by_name(name: str) -> User | None:
    """The account someone means by a mobile, an ID number (x or X) or an e-mail address.

    None also when the number belongs to documents of several people. Always two queries, each
    of one index: a name that exists takes no longer than one that does not.
    """
    plain = documents.normal_number(name)
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        return None
    accounts = User.objects.select_related("person")
    indexes = [sealing.blind_index(one) for one in documents.readings(name)]
    by_number = accounts.filter(person__documents__number_index__in=indexes).distinct()
    proven_email = Q(email=plain.lower(), email_verified_at__isnull=False)
    by_address = accounts.filter(Q(mobile=plain) | proven_email)
    found = {user.pk: user for user in (*by_address[:2], *by_number[:2])}
    return next(iter(found.values())) if len(found) == 1 else None


def account_by_mobile(mobile: str) -> User | None:
    plain = documents.normal_number(mobile)
    if not plain.isascii() or not plain.isdecimal():
        return None
    return User.objects.select_related("person").filter(mobile=plain).first()


def outbox(limit: int = 50) -> list[SentMessage]:
    """What the console gateway sent, newest first. For demonstrations only."""
    return list(SentMessage.objects.order_by("-id")[:limit])


def _employments(person: Person) -> Any:
    """The user centre's word comes before the social insurance's."""
    first = Q(source=UnitSource.USER_CENTRE)
    return (
        Employment.objects.filter(person=person)
        .select_related("unit")
        .annotate(is_first=first)
        .order_by("-is_first", "id")
    )
