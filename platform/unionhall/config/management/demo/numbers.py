"""Invented numbers that pass every check: region 79, which no authority ever gave out.

Domain.md 4.1 and 4.2 have the rules and the test vectors.
"""

from __future__ import annotations

from datetime import date

from stdnum.iso7064 import mod_11_2

REGION = "790101"
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
EMPLOYER, GRASS_ROOTS_UNION, OTHER_UNION = "91", "81", "89"


def resident_id(born: date, sequence: int, region: str = REGION) -> str:
    """An 18-character ID number; an odd sequence (1-999) is a man's."""
    body = f"{region}{born:%Y%m%d}{sequence:03}"
    return body + mod_11_2.calc_check_digit(body)


def credit_code(kind: str, serial: int) -> str:
    """A unified social credit code of 鹭湾市: 8 known characters, 9 of the subject, check."""
    digits = []
    rest = serial
    for _ in range(4):
        rest, digit = divmod(rest, len(CODE_ALPHABET))
        digits.append(CODE_ALPHABET[digit])
    body = f"{kind}790100MA0TE{''.join(reversed(digits))}"
    return body + check_character(body)


def check_character(body: str) -> str:
    """The last character of a credit code, from the 17 before it (mod 31, weights 3^i)."""
    total = sum(
        CODE_ALPHABET.index(character) * weight
        for character, weight in zip(body, CODE_WEIGHTS, strict=True)
    )
    return CODE_ALPHABET[(31 - total) % 31]
