from __future__ import annotations

from datetime import date

import pytest

from unionhall.language import identity
from unionhall.language.organisation_numbers import is_code_of_union

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("350203", "a district that had its code only after the birth"),
        ("370114", "a county that became a district"),
        ("810000", "a residence permit, older than the code"),
        ("830000", "a residence permit of Taiwan"),
        ("911111", "a new permanent residence card"),
    ],
)
def test_old_region_codes_and_permits_pass(first, why):
    number = first + "19700101001"
    number += str(identity.mod_11_2.calc_check_digit(number))
    assert identity.check_resident_id(number, TODAY) is None, why


def test_what_a_number_tells():
    assert identity.birth_date("79010119850101003X") == date(1985, 1, 1)
    assert identity.gender("790101198501010013") == "male"
    assert identity.gender("790101198802290020") == "female"
    assert identity.kind_of_number("790101198501010013") == "111"
    assert identity.kind_of_number("810000199201011236") == "556"
    assert identity.kind_of_number("911111199201011236") == "553"
    assert identity.kind_of_number("H01234567") is None


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("111", "790101198501010013", None),
        ("113", "790101-1", None),
        ("414", "E12345678", None),
        ("414", "E123", "characters"),
        ("511", "0123456701", None),
        ("511", "012345678", "characters"),
        ("516", "H0123456701", None),
        ("516", "A01234567", "characters"),
        ("553", "CHN330106198001", None),
        ("553", "790101198501010013", "kind"),
        ("554", "AB12345", None),
        ("556", "790101198501010013", "kind"),
        ("990", "X" * 33, "characters"),
        ("nothing", "1", "kind"),
    ],
)
def test_documents_by_kind(kind, number, code):
    assert identity.check_document(kind, number, TODAY) == code


def test_old_numbers_are_converted_only_on_purpose():
    assert identity.from_old_resident_id("790101850101001") == "790101198501010013"
    with pytest.raises(ValueError, match="15 digits"):
        identity.from_old_resident_id("790101198501010013")


def test_codes_of_unions():
    assert is_code_of_union("81790100MC0TE5T0BE") is True
    assert is_code_of_union("91790100MA0TE5T0A6") is False
