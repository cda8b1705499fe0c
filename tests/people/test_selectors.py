from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories.people import make_person, make_user
from unionhall.language.environment import APPLICANT
from unionhall.people import selectors, store
from unionhall.people.models import IdentityDocument, Membership, User

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


# What stands on the person, the membership and the account beside the rest.
ADDED = (
    *("born_on", "age", "nationality", "education", "ethnicity", "political", "household"),
    *("residence_region", "residence", "document_kind_code", "email"),
    *("membership_state", "membership_since", "member_no"),
)


@pytest.fixture
def words():
    """Compiled catalogues of this app."""
    with translation.override("en"):
        yield


@pytest.mark.row("X1-31")
def test_the_facts_of_a_handler(city, words):
    lin = User.objects.select_related("person").get(pk=city.lin.pk)
    with CaptureQueriesContext(connection) as queries:
        facts = selectors.applicant_facts(lin)
    assert len(queries) == 4
    number = facts.pop("document_no")
    assert len(number) == 18
    assert set(facts) == set(APPLICANT) - {"document_no"}
    known = {name: facts[name] for name in facts if facts[name] is not None}
    assert {name: known[name] for name in known if name not in ADDED} == {
        "id": lin.person.key,
        "name": "林晓岚",
        "gender": "女",
        "document_kind": "居民身份证",
        "mobile": "15400000001",
        "verified": True,
        "is_member": True,
        "unit_name": "海滨软件有限公司",
        "union": city.software_union.key,
        "union_name": "海滨软件有限公司工会",
        "area_name": "思江区总工会",
    }


def test_what_a_form_may_be_filled_from(city):
    lin = city.lin
    lin.email, lin.email_verified_at = "lin@example.test", None
    person = lin.person
    person.born_on, person.education, person.residence_region = date(2000, 2, 29), "20", ""
    member = Membership.objects.filter(person=person).get()
    facts = selectors.applicant_facts(lin, date(2026, 2, 28))
    assert (facts["born_on"], facts["age"]) == ("2000-02-29", 25)
    assert selectors.applicant_facts(lin, date(2026, 3, 1))["age"] == 26
    assert (facts["education"], facts["residence_region"]) == ("20", None)
    assert (facts["membership_state"], facts["membership_since"]) == (
        member.state,
        member.since.isoformat(),
    )
    assert facts["document_kind_code"] == "111"
    assert facts["email"] is None
    lin.email_verified_at = NOW
    assert selectors.applicant_facts(lin)["email"] == "lin@example.test"


def test_an_account_without_a_person_knows_nothing(db):
    facts = selectors.applicant_facts(User.objects.system())
    assert set(facts) == set(APPLICANT)
    assert {k: v for k, v in facts.items() if v is not None} == {
        "verified": False,
        "is_member": False,
    }


def test_retained_members_have_a_union_but_are_no_members(city):
    Membership.objects.filter(person=city.lin.person).update(state="retained")
    facts = selectors.applicant_facts(city.lin)
    assert (facts["is_member"], facts["union_name"]) == (False, "海滨软件有限公司工会")
    Membership.objects.filter(person=city.lin.person).update(state="transferred_out")
    facts = selectors.applicant_facts(city.lin)
    assert (facts["is_member"], facts["union"], facts["area_name"]) == (False, None, None)


def test_numbers_are_sealed_in_the_table(city):
    number = selectors.applicant_facts(city.lin)["document_no"]
    row = IdentityDocument.objects.filter(person=city.lin.person).values().get()
    assert number.encode() not in bytes(row["sealed_number"])
    assert number not in row["number_index"]


@pytest.mark.row("X1-41", "X1-43")
def test_units_by_source(city):
    assert selectors.units_of(city.lin.person, "user_centre") == [city.software]
    assert selectors.units_of(city.lin.person, "social_insurance") == [city.research]
    assert selectors.units_of(city.lin.person, "no-such") == []
    assert selectors.units_of(None, "user_centre") == []
    rows = selectors.unit_rows(city.lin.person, "user_centre")
    assert [(row["name"], row["source"]) for row in rows] == [("海滨软件有限公司", "用户中心")]


def test_people_are_found_by_document_whatever_its_writing(city):
    person = make_person("王婷", "79010119850101003X")
    assert selectors.person_by_document("111", "79010119850101003x ") == person
    assert selectors.person_by_document("414", "79010119850101003X") is None


def test_renewed_permits_are_the_same_document(city):
    person = make_person("黄家豪")
    store.add_document(person, "H1234567801", kind="516")
    assert selectors.person_by_document("516", "h12345678") == person
    with pytest.raises(Exception, match="(?i)unique"):
        store.add_document(make_person("别人"), "H1234567802", kind="516")


@pytest.mark.row("X1-42")
def test_a_consent_is_kept_once_with_its_words(city):
    given = {"purpose": "p:hrss", "text_key": "t", "text_digest": "a" * 64, "now": NOW}
    first = store.consent(city.lin.person, **given, address="192.0.2.1", agent="x" * 500)
    assert store.consent(city.lin.person, **given) == first
    assert len(first.agent) == 200
    assert selectors.has_consented(city.lin.person, "p:hrss", "a" * 64) is True
    assert selectors.has_consented(city.lin.person, "p:hrss", "b" * 64) is False
    newer = store.consent(city.lin.person, **given | {"text_digest": "b" * 64})
    assert selectors.consents(city.lin.person, "p:hrss") == [newer, first]
    assert selectors.consents(city.zhou.person) == []
    assert store.withdraw_consent(city.lin.person, purpose="p:hrss", now=NOW) == 2
    assert selectors.has_consented(city.lin.person, "p:hrss", "a" * 64) is False


def test_one_active_membership(city):
    with pytest.raises(Exception, match="(?i)unique"):
        store.add_membership(city.lin.person, city.machinery_union, date(2025, 1, 1))


def test_the_outbox_is_newest_first(db):
    from unionhall.people.gateways import ConsoleGateway

    make_user("林晓岚", "15400000001")
    for text in ("一", "二"):
        ConsoleGateway().send("15400000001", text)
    assert [m.text for m in selectors.outbox()] == ["二", "一"]
