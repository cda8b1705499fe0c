"""The table of document kinds: what each needs, and when two numbers are one document."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.people import make_person, make_user
from unionhall.language.identity import CHECKS
from unionhall.people import documents, sealing, selectors, store

TODAY = date(2026, 11, 21)
RIGHT = {
    "111": "790101198501010013",
    "113": "790101-1",
    "414": "E79000001",
    "511": "0790101201",
    "516": "H7901012301",
    "553": "CHN790106198001",
    "554": "790FR1234",
    "556": "810000199201011235",
    "990": "LW-0001",
}
NEEDED = {"country": "FRA", "born_on": date(1990, 1, 1), "words": "海员证"}


def test_every_kind_has_a_format_a_title_and_an_example():
    assert set(documents.KINDS) == set(CHECKS) == set(RIGHT)
    assert len({str(kind) for kind in documents.KINDS.values()}) == len(documents.KINDS)


@pytest.mark.parametrize("kind", RIGHT)
def test_right_numbers_pass_also_as_they_are_typed(kind):
    typed = f" {RIGHT[kind].lower()}　"
    assert documents.problem(kind, typed, TODAY, **NEEDED) is None
    assert documents.problem(kind, RIGHT[kind] + "\n!", TODAY, **NEEDED) is not None


@pytest.mark.parametrize(
    ("kind", "given", "wrong"),
    [
        ("414", {}, "no-country"),
        ("414", {"country": "FRA"}, None),
        ("554", {"country": "FRA"}, "no-birth-date"),
        ("554", {"born_on": date(1990, 1, 1)}, "no-country"),
        ("990", {}, "no-words"),
        ("111", {}, None),
        ("553", {}, None),
        ("nothing", {}, "kind"),
    ],
)
def test_what_a_number_does_not_tell_has_to_be_said(kind, given, wrong):
    assert documents.problem(kind, RIGHT.get(kind, "1"), TODAY, **given) == wrong


@pytest.mark.parametrize(
    ("first", "renewed", "kind", "is_same"),
    [
        ("H79012345", "h7901234502", "516", True),
        ("H7901234501", "H7901234502", "516", True),
        ("H79012345", "M79012345", "516", False),
        ("H79012345", "H79012346", "516", False),
        ("79012345", "7901234511", "511", True),
        ("7901234510", "7901234511", "511", True),
        ("79012345", "79012346", "511", False),
        ("E7901234501", "E7901234502", "414", False),
        ("79010119850101003x", "７９０１０１１９８５０１０１００３Ｘ", "111", True),
    ],
)
def test_renewals_are_one_document(first, renewed, kind, is_same):
    one, other = (documents.normal_number(number, kind) for number in (first, renewed))
    assert (one == other) is is_same


def test_signs_that_only_look_like_digits_are_not_read_as_digits():
    for number in ("①90101198501010013", "²90101198501010013", "٧90101198501010013"):
        assert documents.normal_number(number) == number
        assert documents.problem("111", number, TODAY) == "characters"


@pytest.mark.row("X1-09")
def test_a_small_x_is_made_a_capital_one(db):
    person = make_person("韩雪", "79010119850101003x")
    assert sealing.unseal(person.documents.get().sealed_number) == "79010119850101003X"
    assert selectors.person_by_document("111", "79010119850101003x") == person


def test_a_person_has_several_documents_and_signs_in_with_each(city):
    person = city.lin.person
    for kind, number in (("516", "H7901234501"), ("556", RIGHT["556"]), ("414", "E79000009")):
        store.add_document(person, number, kind=kind, is_primary=False)
    assert person.documents.count() == 4
    assert selectors.primary_document(person).kind == "111"
    for typed in ("H7901234501", "h79012345", "H7901234502", RIGHT["556"], "e79000009"):
        assert selectors.account_by_name(typed) == city.lin
    # the number is kept as it was given, with its renewal count
    kept = person.documents.get(kind="516")
    assert sealing.unseal(kept.sealed_number) == "H7901234501"
    assert make_user("同号", "15400000777") != city.lin
    with pytest.raises(Exception, match="(?i)unique"):
        store.add_document(make_person("别人"), "H7901234599", kind="516")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("790101198501010013", "111"),
        ("810000199201011235", "556"),
        ("911111199201011236", "553"),
        ("H79012345", None),
    ],
)
def test_a_number_tells_its_kind(number, kind):
    assert documents.kind_told_by(f" {number} ") == kind
