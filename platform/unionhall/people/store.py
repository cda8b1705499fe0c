"""Writing people, documents, memberships, employments, accounts and consents.

Called by `casework` and set-up only. Numbers are sealed here, so no caller can forget it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from unionhall.language import half_width
from unionhall.organisation import naming
from unionhall.organisation.models import Union, Unit
from unionhall.people import documents, sealing
from unionhall.people.models import (
    Consent,
    Employment,
    IdentityDocument,
    Membership,
    MembershipState,
    Person,
    User,
)

LONGEST_AGENT = 200


def add_person(name: str, **fields: Any) -> Person:
    """Add a natural person. `fields`: gender ("1", "2"), mobile, verified_at."""
    fields.setdefault("initials", naming.initials(name)[:50])
    return Person.objects.create(name=name, **fields)


def lock(person: Person) -> None:
    """Whoever changes this person next waits until the transaction ends."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def document(
    person: Person, number: str, kind: str = documents.RESIDENT_CARD, is_primary: bool = True
) -> IdentityDocument:
    """A document, not yet saved: number sealed, index computed on its compared form."""
    return IdentityDocument(
        person=person,
        kind=kind,
        sealed_number=sealing.seal(half_width.code(number)),
        number_index=sealing.blind_index(documents.normal_number(number, kind)),
        is_primary=is_primary,
    )


def add_document(
    person: Person, number: str, kind: str = documents.RESIDENT_CARD, is_primary: bool = True
) -> IdentityDocument:
    """Save a document. Raises IntegrityError when somebody has it already."""
    row = document(person, number, kind, is_primary)
    row.save()
    return row


def add_account(person: Person, mobile: str, password: str | None, **fields: Any) -> User:
    """Give a person an account; `password` None can only sign in by code."""
    return User.objects.create_user(
        username=f"p-{person.key}", password=password, person=person, mobile=mobile, **fields
    )


def add_membership(
    person: Person, union: Union, since: date, state: str = MembershipState.JOINED
) -> Membership:
    """Raises IntegrityError when the person is an active member elsewhere."""
    return Membership.objects.create(person=person, union=union, state=state, since=since)


def employ(person: Person, unit: Unit, source: str) -> Employment:
    """Note that `source` says the person may act for the unit; again is harmless."""
    row, _ = Employment.objects.get_or_create(person=person, unit=unit, source=source)
    return row


def consent(
    person: Person,
    *,
    purpose: str,
    text_key: str,
    text_digest: str,
    now: datetime,
    address: str | None = None,
    agent: str = "",
) -> Consent:
    """Keep that the person agreed to these words; an agreement that stands is not repeated."""
    wanted = {"purpose": purpose, "text_key": text_key, "text_digest": text_digest}
    standing = person.consents.filter(**wanted, withdrawn_at__isnull=True).first()
    if standing:
        return standing
    return Consent.objects.create(
        person=person, **wanted, given_at=now, address=address, agent=agent[:LONGEST_AGENT]
    )


def withdraw_consent(person: Person, *, purpose: str, now: datetime) -> int:
    """End every standing consent for a purpose; returns how many there were."""
    standing = person.consents.filter(purpose=purpose, withdrawn_at__isnull=True)
    return standing.update(withdrawn_at=now)
