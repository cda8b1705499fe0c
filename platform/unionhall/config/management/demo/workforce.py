"""The people of the demonstration city: documents, employers, memberships, accounts.

The first ones are the named people of the plan, the rest is chance. The password is hashed once
and given to all: this is a demonstration, and a hash costs as much as a hundred people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from unionhall.casework.core.numbers import next_member_number
from unionhall.config.management.demo.plan import Plan
from unionhall.language.identity import birth_date
from unionhall.organisation.models import Union, Unit
from unionhall.people import documents, store
from unionhall.people.models import (
    ACTIVE_STATES,
    Employment,
    IdentityDocument,
    Membership,
    Person,
    UnitSource,
    User,
)

PASSWORD = "unionhall-demo"
SOURCES = ("user_centre", "social_insurance")
HOME = "CHN"
MEMBER_SINCE = date(2021, 1, 1), date(2026, 9, 30)
# Years of birth of those with an account: what they try must not fail for their age.
WORKING, RETIRED = (1980, 1998), (1958, 1963)
Account = Mapping[str, Any]


@dataclass
class Worker:
    """A person with where he works and what he is a member of."""

    person: Person
    unit: Unit | None
    union: Union | None
    state: str | None
    sources: Sequence[str]
    document: IdentityDocument
    account: Account = field(default_factory=dict)


def settle(
    plan: Plan, units: Sequence[Unit], unions: Sequence[Union], now: datetime
) -> list[Worker]:
    """Save everybody but the accounts; the named people of the plan come first."""
    taken: set[str] = set()
    places = {unit.name: unit for unit in units}
    at = {union.name: union for union in unions}
    named = [one for one in plan.data["accounts"] if one.get("is_registered", True)]
    workers = [_named(plan, account, places, at, taken, now) for account in named]
    states = list(plan.data["memberships"])
    weights = list(plan.data["memberships"].values())
    for number in range(plan.data["people"] - len(workers)):
        unit = units[number] if number < len(units) else plan.chance.choice(units)
        state = plan.chance.choices(states, weights)[0] if unit.union else None
        workers.append(_chance(plan, number, unit, state, taken, now))
    _save(plan, workers, units)
    return workers


def open_accounts(workers: Sequence[Worker]) -> dict[int, User]:
    """Give these people accounts; person id -> account."""
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            username=f"p-{worker.person.key}",
            person=worker.person,
            mobile=worker.person.mobile,
            password=password,
        )
        for worker in workers
        if worker.person.mobile
    )
    return {user.person_id: user for user in users if user.person_id is not None}


def _named(
    plan: Plan,
    account: Account,
    places: Mapping[str, Unit],
    at: Mapping[str, Union],
    taken: set[str],
    now: datetime,
) -> Worker:
    unit = places.get(account.get("unit", ""))
    place = at.get(account.get("member_of", account.get("at", "")))
    union = place or (unit.union if unit else None)
    state = account.get("membership", "joined")
    paper = account.get("document", {})
    years = RETIRED if account.get("is_retired") else WORKING
    own = plan.of_account(account["mobile"])
    number = paper.get("number") or own.new_resident_id(
        account["gender"], taken, paper.get("region", ""), years
    )
    born = paper.get("born_on")
    person = Person(
        name=account["name"],
        gender=account["gender"],
        mobile=account["mobile"],
        born_on=date.fromisoformat(born) if born else birth_date(number),
        nationality=paper.get("nationality", HOME),
        work_state=account.get("work_state", ""),
        verified_at=now if account.get("is_verified", True) else None,
    )
    return Worker(
        person=person,
        unit=unit,
        union=union,
        state=None if state == "none" or union is None else state,
        sources=account.get("sources", ()),
        document=_document(person, number, paper),
        account=account,
    )


def _chance(
    plan: Plan, number: int, unit: Unit, state: str | None, taken: set[str], now: datetime
) -> Worker:
    gender = plan.chance.choice("12")
    card = plan.new_resident_id(gender, taken)
    person = Person(
        name=plan.person_name(),
        gender=gender,
        mobile=f"1541{number:07}",
        born_on=birth_date(card),
        nationality=HOME,
        verified_at=now if plan.chance.random() < 0.9 else None,
    )
    return Worker(
        person=person,
        unit=unit,
        union=unit.union,
        state=state,
        sources=plan.chance.choice((SOURCES, SOURCES[:1], SOURCES[1:])),
        document=store.document(person, card),
    )


def _document(person: Person, number: str, paper: Mapping[str, Any]) -> IdentityDocument:
    found = store.document(person, number, paper.get("kind", documents.RESIDENT_CARD))
    found.country = paper.get("country", "")
    return found


def _save(plan: Plan, workers: Sequence[Worker], units: Sequence[Unit]) -> None:
    Person.objects.bulk_create(worker.person for worker in workers)
    for worker in workers:
        worker.document.person = worker.person
    IdentityDocument.objects.bulk_create(worker.document for worker in workers)
    Employment.objects.bulk_create(
        Employment(person=worker.person, unit=unit, source=UnitSource(source))
        for worker in workers
        for source in worker.sources
        if (unit := _unit_in(plan, source, worker, units))
    )
    Membership.objects.bulk_create(
        Membership(
            person=worker.person,
            union=worker.union,
            state=worker.state,
            since=(since := plan.day(*MEMBER_SINCE)),
            number=next_member_number(since),
            until=None if worker.state in ACTIVE_STATES else plan.day(since, MEMBER_SINCE[1]),
        )
        for worker in workers
        if worker.union and worker.state
    )


def _unit_in(plan: Plan, source: str, worker: Worker, units: Sequence[Unit]) -> Unit | None:
    """The sources do not always agree: one person in twenty is insured by somebody else."""
    is_elsewhere = source != SOURCES[0] and not worker.account and plan.chance.random() < 0.05
    return plan.chance.choice(units) if is_elsewhere else worker.unit
