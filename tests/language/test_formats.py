"""Every format: the vectors of domain.md 4.7, generated numbers, and what keyboards bring."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2, mod_11_10

from unionhall.language import identity
from unionhall.language.formats import FORMATS, format_of
from unionhall.language.organisation_numbers import uscc_check_sign

TODAY = date(2026, 11, 21)
VECTORS = [
    ("cn-resident-id", "790101198501010013", None),
    ("cn-resident-id", "79010119850101003X", None),
    ("cn-resident-id", "790101199002290019", "date"),
    ("cn-resident-id", "790101198802290020", None),
    ("cn-resident-id", "790101209901010013", "future"),
    ("cn-resident-id", "790101850101001", "old-number"),
    ("cn-resident-id", "79010119850101001", "length"),
    ("cn-resident-id", "790101198501010014", "checksum"),
    ("cn-resident-id", "79010119850101003x", "characters"),
    ("cn-id-document", "790101198501010013", None),
    ("cn-id-document", "790101198501010014", "checksum"),
    ("cn-id-document", "790101850101001", "old-number"),
    ("cn-id-document", "H01234567", None),
    ("cn-id-document", "M0123456701", None),
    ("cn-id-document", "01234567", None),
    ("cn-id-document", "E12345678", None),
    ("cn-id-document", "CHN330106198001", None),
    ("cn-id-document", "A-1", "characters"),
    ("cn-uscc", "91790100MA0TE5T0A6", None),
    ("cn-uscc", "81790100MC0TE5T0BE", None),
    ("cn-uscc", "89790100MC0TE5T0F2", None),
    ("cn-uscc", "N2790100MF0TE5T0C6", None),
    ("cn-uscc", "91790100MA0TE5T0A7", "checksum"),
    ("cn-uscc", "91790100MA0TEST0A6", "characters"),
    ("cn-bank-branch", "999790100016", None),
    ("cn-bank-branch", "999790100024", None),
    ("cn-bank-branch", "999790100017", "checksum"),
    ("cn-bank-branch", "99979010001", "length"),
    ("cn-bank-card", "9999010012345678905", None),
    ("cn-bank-card", "9999010012345677", None),
    ("cn-bank-card", "999901001234", "length"),
    ("cn-bank-account", "3510-0101-22000 ".strip(), None),
    ("cn-bank-account", "12345678", None),
    ("cn-bank-account", "1234567", "length"),
    ("cn-bank-account", "1" * 33, "length"),
    ("cn-bank-account", "-12345678", "characters"),
    ("cn-mobile", "15400000001", None),
    ("cn-mobile", "12400000001", "start"),
    ("cn-mobile", "1540000000", "length"),
    ("cn-person-name", "陈小满", None),
    ("cn-person-name", "𠮷田", None),
    ("cn-person-name", "阿依古丽·买买提", None),
    ("cn-person-name", "John O'Neil-Smith", None),
    ("cn-person-name", "张 三", "blank"),
    ("cn-person-name", "张", "length"),
    ("cn-person-name", "张三😀", "characters"),
    ("cn-person-name", "张三1", "characters"),
    ("cn-person-name", "·张三", "characters"),
    ("money", "1234.50", None),
    ("money", "12.345", "characters"),
    ("money", "1,234", "characters"),
    ("date", "2024-02-29", None),
    ("date", "2026-02-29", "date"),
    ("date", "2026-2-9", "characters"),
    ("date-time", "2026-11-21T09:00:00+08:00", None),
    ("date-time", "2026-11-21T09:00Z", None),
    ("date-time", "2026-11-21T25:00:00Z", "date"),
    ("date-time", "2026-11-21T09:00:00", "characters"),
    ("email", "chen.xiaoman@example.test", None),
    ("email", "chen@localhost", "characters"),
    ("email", "a..b@example.test", "characters"),
    ("email", "a" * 65 + "@example.test", "length"),
    ("region", "790101", None),
    ("region", "790101001", None),
    ("region", "7901", "characters"),
    ("union-ref", "0f3b6a0e-9f5e-4f5f-8f1a-0a7f5c2d1e3b", None),
    ("unit-ref", "unit-haibin", None),
    ("person-ref", "p 1", "characters"),
    ("record-ref", "", "characters"),
    ("file", "../x", "characters"),
]  # fmt: skip
DIGITS = ("cn-resident-id", "cn-id-document", "cn-mobile", "cn-bank-card", "cn-bank-account",
          "cn-bank-branch", "cn-uscc")  # fmt: skip


@pytest.mark.parametrize(("name", "value", "code"), VECTORS)
def test_vectors(name, value, code):
    assert FORMATS[name].check(value, TODAY) == code
    # A line break at the end is never part of a value, whatever `$` of a pattern says.
    assert FORMATS[name].check(value + "\n", TODAY) is not None


@pytest.mark.parametrize(("name", "value", "code"), [v for v in VECTORS if v[2] is None])
def test_what_is_normal_stays_as_it_is(name, value, code):
    assert FORMATS[name].normalise(value) == value


@pytest.mark.parametrize(
    ("name", "value"), [v[:2] for v in VECTORS if v[2] is None and v[0] in DIGITS]
)
def test_full_width_is_folded_before_and_refused_by_the_check(name, value):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in value)
    assert FORMATS[name].check(wide, TODAY) is not None
    assert FORMATS[name].normalise(f"　{wide}　") == value


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"])
@pytest.mark.parametrize("name", DIGITS)
def test_digits_of_other_scripts_are_refused(name, digits):
    value = "790101198501010013" if "id" in name else "15400000001"
    foreign = value.translate({ord(str(n)): sign for n, sign in enumerate(digits)})
    assert FORMATS[name].check(FORMATS[name].normalise(foreign), TODAY) is not None


@pytest.mark.parametrize(
    ("name", "typed", "normal"),
    [
        ("cn-resident-id", " 790101 19850101 003x ", "79010119850101003X"),
        ("cn-resident-id", "\u200b79010119850101003x\ufeff", "79010119850101003X"),
        ("cn-mobile", "+86 154-0000-0001", "15400000001"),
        ("cn-mobile", "008615400000001", "15400000001"),
        ("cn-uscc", "91790100ma0te5t0a6", "91790100MA0TE5T0A6"),
        ("cn-bank-card", "9999 0100-1234 5677", "9999010012345677"),
        ("cn-bank-account", "3510－0101 22000", "3510-010122000"),
        ("cn-person-name", " 张　三 ", "张三"),
        ("cn-person-name", "阿依古丽 • 买买提", "阿依古丽·买买提"),
        ("cn-person-name", "Ｊｏｈｎ  O’Neil", "John O'Neil"),
        ("money", "￥1,234.50元", "1234.50"),
        ("date", "2026年3月5日", "2026-03-05"),
        ("date", "２０２６/３/５", "2026-03-05"),
        ("date", "2026.03.05", "2026-03-05"),
        ("date", "soon", "soon"),
        ("email", " Chen@Example.TEST", "chen@example.test"),
    ],
)
def test_normal_forms(name, typed, normal):
    assert FORMATS[name].normalise(typed) == normal


def test_every_format_of_the_language_is_registered():
    assert set(FORMATS) == {
        *(f"cn-id-document:{kind}" for kind in identity.CHECKS),
        "cn-resident-id", "cn-id-document", "cn-mobile", "cn-uscc", "cn-bank-card",
        "cn-bank-account", "cn-bank-branch", "cn-person-name", "money", "date", "date-time",
        "email", "region", "union-ref", "unit-ref", "person-ref", "record-ref", "file",
    }  # fmt: skip
    assert format_of("record-ref:refund") is FORMATS["record-ref"]
    assert format_of("nothing") is None


def test_advice_is_not_a_refusal():
    assert FORMATS["cn-bank-card"].advise("9999010012345678") == "checksum"
    assert FORMATS["cn-bank-card"].check("9999010012345678") is None
    assert FORMATS["cn-resident-id"].advise("790101198501010013") == "region"


DAYS = st.dates(date(1900, 1, 1), TODAY)
AREAS = st.integers(0, 999_999).map(lambda n: f"{n:06}")


@st.composite
def resident_ids(draw):
    first = f"{draw(AREAS)}{draw(DAYS):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first + str(mod_11_2.calc_check_digit(first))


@st.composite
def credit_codes(draw):
    signs = st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY")
    first = draw(st.sampled_from("123456789ANY")) + draw(signs) + draw(AREAS)
    first += "".join(draw(st.lists(signs, min_size=9, max_size=9)))
    return first + uscc_check_sign(first)


@given(resident_ids(), st.integers(0, 17), st.integers(1, 9))
def test_valid_numbers_pass_and_a_single_wrong_digit_never_does(number, place, more):
    form = FORMATS["cn-resident-id"]
    assert form.check(number, TODAY) is None
    old = 10 if number[place] == "X" else int(number[place])
    wrong = f"{number[:place]}{(old + more) % 10}{number[place + 1 :]}"
    if wrong != number:
        assert form.check(wrong, TODAY) is not None


@given(resident_ids())
def test_all_single_digit_errors_of_one_number(number):
    form = FORMATS["cn-resident-id"]
    for place in range(18):
        for sign in "0123456789X":
            wrong = number[:place] + sign + number[place + 1 :]
            assert (form.check(wrong, TODAY) is None) is (wrong == number)


@given(credit_codes(), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_credit_codes(code, place, sign):
    form = FORMATS["cn-uscc"]
    assert form.check(code) is None
    wrong = code[:place] + sign + code[place + 1 :]
    assert (form.check(wrong) is None) is (wrong == code)


@given(st.integers(0, 10**11 - 1), st.integers(0, 11), st.integers(0, 9))
def test_branch_numbers(serial, place, digit):
    first = f"{serial:011}"
    number = first + mod_11_10.calc_check_digit(first)
    assert FORMATS["cn-bank-branch"].check(number) is None
    wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
    assert (FORMATS["cn-bank-branch"].check(wrong) is None) is (wrong == number)


@given(st.dates(TODAY + timedelta(days=1), date(2999, 1, 1)))
def test_nobody_is_born_tomorrow(day):
    first = f"790101{day:%Y%m%d}001"
    number = first + str(mod_11_2.calc_check_digit(first))
    assert FORMATS["cn-resident-id"].check(number, TODAY) == "future"
    assert FORMATS["cn-resident-id"].check(number) is None


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_day_of_the_calendar(day):
    form = FORMATS["date"]
    assert form.check(day.isoformat()) is None
    assert form.normalise(f"{day.year:04}年{day.month}月{day.day}日") == day.isoformat()


@given(st.sampled_from(sorted(FORMATS)), st.text(max_size=40))
def test_no_text_makes_a_format_fail_and_the_normal_form_is_stable(name, text):
    form = FORMATS[name]
    normal = form.normalise(text)
    assert form.normalise(normal) == normal
    if form.check(normal, TODAY) is None:
        assert normal.isprintable()
