"""Picking rows of a lookup: what fills, what opens with a consent, what is refused."""

from __future__ import annotations

import pytest

from tests.casework.test_drafts import answers_of, refusal_of
from tests.factories.applications import PROCESS, fresh
from unionhall.casework.choose import choose
from unionhall.casework.consent import consent
from unionhall.casework.start import start
from unionhall.people.models import Consent
from unionhall.reports.lookups import picker


@pytest.mark.row("X1-33", "X1-34", "X1-37", "X1-38", "X1-39", "X1-46")
def test_a_picked_unit_fills_what_is_registered(office):
    lin, city = office.city.lin, office.city
    case = start(PROCESS, by=lin, now=office.now)
    choose(case.key, "unit", city.software.key, source="user_centre", by=lin, now=office.now)
    found = answers_of(case)
    assert {
        key: found[key]
        for key in (
            "unit",
            "unit_name",
            "union",
            "union_name",
            "found_date",
            "org_type",
            "parent_union",
            "area",
            "chain",
        )
    } == {
        "unit": city.software.key,
        "unit_name": "海滨软件有限公司",
        "union": city.software_union.key,
        "union_name": "海滨软件有限公司工会",
        "found_date": "2024-05-20",
        "org_type": "union",
        "parent_union": "海滨园区工会",
        "area": "思江区总工会",
        "chain": "鹭湾市总工会 / 思江区总工会 / 海滨园区工会 / 海滨软件有限公司工会",
    }
    case = fresh(case)
    assert (case.union, case.summary) == (
        city.software_union,
        ["海滨软件有限公司", "海滨软件有限公司工会"],
    )
    choose(case.key, "unit", city.machinery.key, by=lin, now=office.now)
    found = answers_of(case)
    assert (found["union_name"], found["area"]) == ("湖东机械有限公司工会", "湖东区总工会")


@pytest.mark.row("X1-42", "X1-43")
def test_the_social_insurance_list_opens_with_the_consent(office):
    lin, city = office.city.lin, office.city
    case = start(PROCESS, by=lin, now=office.now)
    shut = picker(lin, case.key, "unit")
    assert [(one.list.key, len(one.rows), bool(one.consent)) for one in shut.lists] == [
        ("user_centre", 1, False),
        ("social_insurance", 0, True),
    ]

    def pick():
        return choose(
            case.key, "unit", city.research.key, source="social_insurance", by=lin, now=office.now
        )

    assert refusal_of(pick).code == "consent-needed"
    consent(case.key, "hrss", address="192.0.2.7", agent="Browser", by=lin, now=office.now)
    given = Consent.objects.get()
    assert (given.purpose, given.text_key, given.address, given.agent) == (
        "fund-refund:hrss",
        "hrss-consent",
        "192.0.2.7",
        "Browser",
    )
    assert len(given.text_digest) == 64
    opened = picker(lin, case.key, "unit")
    assert [len(one.rows) for one in opened.lists] == [1, 1]
    pick()
    assert answers_of(case)["union_name"] == "研发中心工会小组"


def test_rows_that_may_not_be_picked(office):
    lin, city = office.city.lin, office.city
    case = start(PROCESS, by=lin, now=office.now)

    def code(path: str, row: str, source: str = "search") -> str:
        return refusal_of(choose, case.key, path, row, source=source, by=lin, now=office.now).code

    assert code("unit", "no-such-unit") == "not-found-row"
    assert code("unit", "a\x00") == "not-found-row"
    assert code("unit", city.machinery.key, "user_centre") == "not-found-row"
    assert code("unit", city.software.key, "no-such-list") == "not-found-row"
    assert code("found_date", city.software.key) == "unknown-lookup"
    lost = refusal_of(choose, case.key, "unit", city.studio.key, by=lin, now=office.now)
    assert (lost.code, lost.sentence) == (
        "required-column",
        "该单位还没有登记的工会，请先办理建会。",
    )
    assert "unit" not in answers_of(case)


@pytest.mark.row("X1-44", "X1-45")
def test_units_are_searched_by_name(office):
    case = start(PROCESS, by=office.city.lin, now=office.now)
    found = picker(office.city.lin, case.key, "unit", "湖东")
    assert [row["name"] for row in found.found] == ["湖东机械有限公司"]
    assert picker(office.city.lin, case.key, "unit", "湖").found is None
    assert picker(office.city.lin, case.key, "unit", "没有这个").found == ()
