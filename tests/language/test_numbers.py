"""Numbers by the ten thousand: every valid one passes, every slip of one digit is refused.

Of ten thousand numbers each is tried with the slips of some of its places, in turn; of some
hundreds with all of them. Where the sum is linear (ID cards) a slip is found or not by its place
and its two signs alone, so it counts that every such triple was met.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from stdnum import luhn
from stdnum.iso7064 import mod_11_2, mod_11_10

from unionhall.language.formats import FORMATS
from unionhall.language.organisation_numbers import uscc_check_sign

TODAY = date(2026, 11, 21)
MANY = 10_000
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DAYS = (TODAY - date(1900, 1, 1)).days
# Regions that exist no longer or came later than the people who have them (domain.md 4.1).
OLD_REGIONS = (
    *("350203", "350206", "350212", "350213", "440303", "440304", "440305", "440306", "440307"),
    *("440309", "370113", "370114", "370116"),
)
HAN = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0)),
    *((0x2EBF0, 0x2EE5D), (0x30000, 0x323AF)),
)
Make = Callable[[random.Random], str]


def some(chance: random.Random, signs: str, length: int) -> str:
    return "".join(chance.choices(signs, k=length))


def resident_id(chance: random.Random, region: str) -> str:
    born = date(1900, 1, 1) + timedelta(days=chance.randint(0, DAYS))
    first = f"{region}{born:%Y%m%d}{chance.randrange(1000):03}"
    return first + str(mod_11_2.calc_check_digit(first))


def any_region(chance: random.Random) -> str:
    return resident_id(chance, chance.choice((*OLD_REGIONS, "79" + some(chance, DIGITS, 4))))


def permit_of_resident(chance: random.Random) -> str:
    return resident_id(chance, chance.choice(("810000", "820000", "830000")))


def permanent(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return some(chance, LETTERS, 3) + some(chance, DIGITS, 12)
    return resident_id(chance, "9" + some(chance, DIGITS, 5))


def credit_code(chance: random.Random) -> str:
    first = chance.choice("123456789ANY") + chance.choice(SIGNS) + some(chance, DIGITS, 6)
    first += some(chance, SIGNS, 9)
    return first + uscc_check_sign(first)


def branch(chance: random.Random) -> str:
    first = some(chance, DIGITS, 11)
    return first + mod_11_10.calc_check_digit(first)


def card(chance: random.Random) -> str:
    first = some(chance, DIGITS, chance.randint(12, 18))
    return first + luhn.calc_check_digit(first)


def account(chance: random.Random) -> str:
    digits = some(chance, DIGITS, chance.randint(8, 31))
    return f"{digits[:4]}-{digits[4:]}" if chance.random() < 0.3 else digits


def name(chance: random.Random) -> str:
    signs = [chr(chance.randint(*chance.choice(HAN))) for _ in range(chance.randint(2, 8))]
    if chance.random() < 0.3:
        signs.insert(chance.randint(1, len(signs) - 1), "·")
    return "".join(signs)


def foreign_name(chance: random.Random) -> str:
    words = [some(chance, LETTERS.lower(), chance.randint(2, 9)).title() for _ in range(3)]
    return f"{words[0]}{chance.choice((' ', '-', chr(39)))}{words[1]} {words[2]}"


KINDS: dict[str, tuple[str, Make]] = {
    "ID card": ("cn-resident-id", any_region),
    "any document": ("cn-id-document", any_region),
    "111": ("cn-id-document:111", any_region),
    "113": ("cn-id-document:113", lambda c: some(c, LETTERS + DIGITS, c.randint(1, 32))),
    "414": ("cn-id-document:414", lambda c: some(c, LETTERS + DIGITS, c.randint(5, 17))),
    "511": ("cn-id-document:511", lambda c: some(c, DIGITS, c.choice((8, 10)))),
    "516": (
        "cn-id-document:516",
        lambda c: c.choice("HM") + some(c, DIGITS, c.choice((8, 10))),
    ),
    "553": ("cn-id-document:553", permanent),
    "554": ("cn-id-document:554", lambda c: some(c, LETTERS + DIGITS, c.randint(5, 20))),
    "556": ("cn-id-document:556", permit_of_resident),
    "990": ("cn-id-document:990", lambda c: some(c, LETTERS + DIGITS, c.randint(1, 32))),
    "permit as ID number": ("cn-resident-id", permit_of_resident),
    "credit code": ("cn-uscc", credit_code),
    "branch": ("cn-bank-branch", branch),
    "card": ("cn-bank-card", card),
    "account": ("cn-bank-account", account),
    "mobile": ("cn-mobile", lambda c: f"1{c.choice('3456789')}{some(c, DIGITS, 9)}"),
    "name": ("cn-person-name", name),
    "foreign name": ("cn-person-name", foreign_name),
    "e-mail": ("email", lambda c: f"{some(c, LETTERS.lower(), 9)}@example.test"),
}


@pytest.mark.row("X3-33", "X3-31")
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_valid_ones_pass(kind):
    form, make = FORMATS[KINDS[kind][0]], KINDS[kind][1]
    chance = random.Random(kind)
    refused = []
    for _ in range(MANY):
        number = make(chance)
        if form.check(number, TODAY) is not None or form.normalise(number) != number:
            refused.append(number)
    assert refused == []


def slips(number: str, places: range, signs: str) -> Iterator[tuple[tuple[int, str, str], str]]:
    for place in places:
        for sign in signs:
            if sign != number[place]:
                slip = (place, number[place], sign)
                yield slip, f"{number[:place]}{sign}{number[place + 1 :]}"


@pytest.mark.parametrize(
    ("kind", "signs", "at_once"),
    [("ID card", DIGITS, 2), ("556", DIGITS, 1), ("credit code", SIGNS, 1), ("branch", DIGITS, 3)],
)
def test_no_slip_of_one_sign_passes(kind, signs, at_once):
    form, make = FORMATS[KINDS[kind][0]], KINDS[kind][1]
    chance = random.Random(kind)
    passed, met = [], set()
    for count in range(MANY):
        number = make(chance)
        first = count % (len(number) - at_once + 1)
        for slip, wrong in slips(number, range(first, first + at_once), signs):
            met.add(slip)
            if form.check(wrong, TODAY) is None:
                passed.append((number, wrong))
    assert passed == []
    if kind != "ID card":
        return
    # regions and dates of the ID numbers made here do not bring every digit to every place
    free = [(place, a, b) for place in (14, 15, 16) for a in DIGITS for b in DIGITS if a != b]
    assert [slip for slip in free if slip not in met] == []


@pytest.mark.parametrize("kind", ["ID card", "556", "credit code", "branch"])
def test_every_slip_of_two_hundred_numbers(kind):
    form, make = FORMATS[KINDS[kind][0]], KINDS[kind][1]
    chance = random.Random(f"all {kind}")
    signs = SIGNS if kind == "credit code" else DIGITS
    count = 60 if kind == "credit code" else 200
    passed = []
    for _ in range(count):
        number = make(chance)
        every = slips(number, range(len(number)), signs)
        passed += [wrong for _slip, wrong in every if form.check(wrong, TODAY) is None]
    assert passed == []


@pytest.mark.parametrize("kind", ["ID card", "556"])
def test_two_neighbours_changed_about(kind):
    """MOD 11-2 also finds what fingers do most: swapping two digits."""
    form, make = FORMATS[KINDS[kind][0]], KINDS[kind][1]
    chance = random.Random(f"swap {kind}")
    passed = []
    for _ in range(1_000):
        number = make(chance)
        for place in range(len(number) - 2):
            a, b = number[place : place + 2]
            wrong = f"{number[:place]}{b}{a}{number[place + 2 :]}"
            if a != b and form.check(wrong, TODAY) is None:
                passed.append((number, wrong))
    assert passed == []


@pytest.mark.parametrize("number", ["9999010012345678905", "9999010012345677"])
def test_a_slip_in_a_card_is_told_but_not_refused(number):
    form = FORMATS["cn-bank-card"]
    for _slip, wrong in slips(number, range(len(number)), DIGITS):
        assert form.check(wrong, TODAY) is None
        assert form.advise(wrong) == "checksum"
    assert form.advise(number) is None
