"""Open an account for somebody whose mobile is proven: one person, one document, one account.

Whoever is known by his document gets the account of that person; nobody becomes a second one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from unionhall import audit
from unionhall.casework.accounts.details import Details, normal, problems
from unionhall.casework.accounts.sentences import refused, sentence, taken
from unionhall.casework.accounts.terms import PURPOSE, terms
from unionhall.casework.refusals import Invalid
from unionhall.casework.staff.chairing import follow_person
from unionhall.language import identity
from unionhall.people import account_store, gateways, selectors, store
from unionhall.people.gateways import GatewayDown, Verdict
from unionhall.people.models import Person, User


@dataclass(frozen=True, slots=True)
class Outside:
    """Who he is among the city's accounts. `email`: the address that is proven there."""

    subject: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """From where."""

    address: str | None = None
    agent: str = ""


def register(
    typed: Details,
    *,
    mobile: str,
    outside: Outside | None = None,
    client: Client | None = None,
    by: User | None = None,
    now: datetime,
) -> User:
    """The account to sign in with now. `mobile` has been proven by a code.

    Raises Invalid (details), Refused: name-differs, identity-down, identity-closed, has-account,
    mobile-taken, other-mobile, unbound, account-closed.
    """
    details = normal(typed)
    today = timezone.localtime(now).date()
    found = problems(details, today, is_outside=outside is not None)
    if found:
        raise Invalid("details", sentence("details"), found)

    verdict = _verdict(details)

    try:
        with transaction.atomic():
            user = _open(details, mobile, verdict, outside, now)
            _agree(user, client or Client(), now)
            if user.person is not None:
                # a chair whom the register named before he had an account
                follow_person(user.person, by=User.objects.system(), now=now)
            values = {"way": "outside" if outside else "sms", "identity": verdict.value}
            audit.record("account", by=user, now=now, about=f"user:{user.pk}", values=values)
    except IntegrityError as raced:
        # another request was first with this mobile, document or subject
        raise taken("has-account") from raced
    return user


def _verdict(details: Details) -> Verdict:
    """What the register of people says, asked before anything is locked."""
    try:
        verdict = gateways.identity().verify(details.name, details.kind, details.number)
    except GatewayDown as problem:
        code = "identity-closed" if problem.code == "closed" else "identity-down"
        raise refused(code) from problem
    if verdict is Verdict.MISMATCH:
        raise refused("name-differs")
    return verdict


def _open(
    details: Details, mobile: str, verdict: Verdict, outside: Outside | None, now: datetime
) -> User:
    person = _person(details, mobile, verdict, now)
    user = User.objects.filter(person=person).first()
    if user is None:
        if selectors.account_by_mobile(mobile):
            raise refused("mobile-taken")
        user = store.add_account(person, mobile, details.password, password_changed_at=now)
    else:
        _come_back(user, details, mobile, outside, now)
    if outside:
        account_store.link(user, outside.subject)
        if outside.email and not user.email and outside.email == details.email:
            account_store.set_email(user, outside.email, now)
    return user


def _come_back(
    user: User, details: Details, mobile: str, outside: Outside | None, now: datetime
) -> None:
    """An account is there already: his own, come to by the city's accounts with the same mobile;
    or one whose mobile was unbound, which he now takes up again."""
    if not user.is_active:
        raise refused("account-closed")
    if user.mobile is None:
        if selectors.account_by_mobile(mobile):
            raise refused("mobile-taken")
        # unbound in favour of a number that was told to the help line: only that one, since name
        # and document number are known to many
        expected = user.person.mobile if user.person else ""
        if expected != mobile:
            raise refused("other-mobile" if expected else "unbound")
        account_store.set_mobile(user, mobile)
        account_store.set_password(user, details.password, now)
    elif outside is None or user.mobile != mobile:
        raise refused("has-account")


def _person(details: Details, mobile: str, verdict: Verdict, now: datetime) -> Person:
    """The person of this document, else a new one. His registered name must be the typed one."""
    person = selectors.person_by_document(details.kind, details.number)
    is_verified = verdict is Verdict.MATCH
    if person is None:
        person = store.add_person(
            details.name,
            gender=details.gender,
            born_on=details.birth,
            mobile=mobile,
            nationality=details.country,
            verified_at=now if is_verified else None,
        )
        store.add_document(person, details.number, details.kind)
        return person
    person = person.merged_into or person
    if person.died_on:
        raise refused("account-closed")
    if identity.normal_name(person.name) != details.name:
        raise refused("name-differs")
    if is_verified and person.verified_at is None:
        person.verified_at = now
        person.save(update_fields=["verified_at"])
    return person


def _agree(user: User, client: Client, now: datetime) -> None:
    words = terms()
    if user.person is None:  # pragma: no cover - it was made with one
        raise refused("account-closed")
    store.consent(
        user.person,
        purpose=PURPOSE,
        text_key=words.key,
        text_digest=words.digest,
        now=now,
        address=client.address,
        agent=client.agent,
    )
