"""Importing collected members: what a good row writes."""

from __future__ import annotations

import pytest

from tests.casework.imports.conftest import states, words
from tests.factories.people import make_person
from tests.factories.workbooks import header, member, number
from unionhall.audit.models import AuditEntry
from unionhall.definitions import selectors as definitions
from unionhall.imports import selectors
from unionhall.jobs.models import JobState
from unionhall.people.models import IdentityDocument, Membership, Person
from unionhall.people.sealing import unseal
from unionhall.registers.columns import unsealed
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db


@pytest.mark.row("S1-04", "S1-10", "S1-15")
def test_a_good_row_becomes_a_person_a_member_and_a_card_to_apply_for(desk):
    job = desk.members([member(1, ethnicity="汉族", education="大学本科", work_title="焊工")])
    assert job.state == JobState.DONE
    assert states(job) == {7: "created"}

    document = IdentityDocument.objects.get(person__name=member(1)["name"])
    person = document.person
    assert unseal(document.sealed_number) == number(1)
    assert (person.mobile, person.education, person.work_title) == ("15400000001", "21", "焊工")
    assert person.born_on.isoformat().replace("-", "") == number(1)[6:14]
    assert person.gender == ("1" if int(number(1)[16]) % 2 else "2")

    held = Membership.objects.get(person=person)
    assert (held.union, held.state, held.source) == (desk.union, "joined", "批量采集")
    assert held.number
    card = Record.objects.get(register="member-card")
    values = unsealed(definitions.register("member-card"), card.values)
    assert (card.state, card.union, values["person"]) == ("to_apply", desk.union, person.key)
    assert (values["branch"], values["transport_card"]) == ("79011", True)
    assert values["document_no"] == number(1)
    assert values["document_no"] not in str(card.values)


@pytest.mark.row("S1-49", "S1-50")
def test_what_the_header_says_of_the_unit_is_kept_once(desk):
    desk.members([member(1), member(2)], header(desk.union, unit_category="34", income_band="5"))
    profile = Record.objects.get(register="unit-profile")
    assert profile.union == desk.union
    assert (profile.values["unit_category"], profile.values["income_band"]) == ("34", "5")
    desk.members([member(3)], header(desk.union, unit_category="39", income_band="1"))
    profile.refresh_from_db()
    assert (profile.values["unit_category"], profile.values["income_band"]) == ("39", "1")


def test_who_is_known_keeps_what_he_said_of_himself(desk):
    known = make_person(member(1)["name"], number(1), mobile="15488888888", gender="")
    job = desk.members([member(1, mobile="15477777777", work_title="电工")])
    assert states(job) == {7: "created"}  # the membership is new, the person is not
    known.refresh_from_db()
    assert (known.mobile, known.work_title) == ("15488888888", "电工")
    assert Person.objects.filter(name=known.name).count() == 1


def test_other_documents_with_what_they_need(desk):
    permit = member(
        1,
        document_no="H12345678",
        document_kind="港澳居民来往内地通行证（香港）",
        country="中国香港",
        gender="女",
        born_on="1991-05-06",
    )
    passport = member(
        2,
        document_no="e1234567",
        document_kind="护照",
        country="美国",
        gender="男",
        born_on="1980/2/3",
    )
    job = desk.members([permit, passport])
    assert states(job) == {7: "created", 8: "created"}, [words(job, 7), words(job, 8)]
    kinds = IdentityDocument.objects.filter(person__memberships__union=desk.union)
    assert {"516", "414"} <= set(kinds.values_list("kind", flat=True))
    assert Person.objects.get(name=permit["name"]).nationality == "HKG"
    assert Person.objects.get(name=passport["name"]).born_on.isoformat() == "1980-02-03"


def test_rare_characters_and_dots_of_names(desk):
    names = ["磳𠀀", "阿依古丽•买买提", "古丽・阿不都"]
    job = desk.members([member(n, name=name) for n, name in enumerate(names, start=1)])
    assert set(states(job).values()) == {"created"}, [words(job, 7 + n) for n in range(3)]
    found = set(
        Person.objects.filter(memberships__source="批量采集").values_list("name", flat=True)
    )
    assert found == {"磳𠀀", "阿依古丽·买买提", "古丽·阿不都"}


def test_members_come_into_the_audit_trail(desk):
    job = desk.members([member(1)])
    assert AuditEntry.objects.filter(kind="import", about=f"job:{job.key}").count() == 1
    assert AuditEntry.objects.filter(kind="membership").exists()
    assert selectors.counts(job).is_balanced
