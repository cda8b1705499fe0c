"""Numbers of organisations and of banks (domain.md 4.2 and 4.3).

Checks take the normal form and answer a code of what is wrong, or None.
"""

from __future__ import annotations

import re
from typing import Final

from stdnum import luhn
from stdnum.iso7064 import mod_11_10

# GB 32100-2015: no I, O, Z, S, V.
_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_USCC = re.compile(rf"[1-9ANY][{_SIGNS}][0-9]{{6}}[{_SIGNS}]{{10}}")
_CARD = re.compile(r"[0-9]{13,19}")
_ACCOUNT = re.compile(r"[0-9]+(?:-[0-9]+)*")
_BRANCH = re.compile(r"[0-9]{12}")


def check_uscc(code: str) -> str | None:
    """Unified social credit code: `length`, `characters` or `checksum`."""
    if len(code) != 18:
        return "length"
    if not _USCC.fullmatch(code):
        return "characters"
    return None if uscc_check_sign(code[:17]) == code[17] else "checksum"


def uscc_check_sign(first17: str) -> str:
    """Modulus 31 with weights 3^i."""
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(first17, _WEIGHTS, strict=True))
    return _SIGNS[(31 - total) % 31]


def is_code_of_union(code: str) -> bool:
    """Codes of trade unions begin with 8, those of their employers never do."""
    return code.startswith("8")


def check_bank_card(number: str) -> str | None:
    """Personal card: `characters` or `length`. Luhn is advice only."""
    if not re.fullmatch(r"[0-9]+", number):
        return "characters"
    return None if _CARD.fullmatch(number) else "length"


def advise_bank_card(number: str) -> str | None:
    """`checksum` when Luhn does not hold: to be shown, not to be refused."""
    return None if luhn.is_valid(number) else "checksum"


def check_bank_account(number: str) -> str | None:
    """Account of an organisation, 8 to 32 digits and hyphens; there is no check digit."""
    if not _ACCOUNT.fullmatch(number):
        return "characters"
    return None if len(number.replace("-", "")) >= 8 and len(number) <= 32 else "length"


def check_bank_branch(number: str) -> str | None:
    """Number of a branch in the payment system: 12 digits, ISO 7064 MOD 11,10."""
    if not re.fullmatch(r"[0-9]+", number):
        return "characters"
    if not _BRANCH.fullmatch(number):
        return "length"
    return None if mod_11_10.is_valid(number) else "checksum"
