"""Activation codes as people write them: sixteen signs without look-alikes, 80 bits."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

from permissions import groups
from unionhall import audit
from unionhall.organisation.models import ActivationCode
from unionhall.people.models import User
from unionhall.people.sealing import blind_index

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
LONGEST = 60
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def normal(code: str) -> str:
    """As typed, pasted or read aloud: any width and case, with or without dashes."""
    plain = unicodedata.normalize("NFKC", code[:LONGEST]).upper().translate(_ALIKE)
    return "".join(sign for sign in plain if sign in SIGNS)


def digest(code: str) -> str:
    return blind_index(f"activation {normal(code)}")


def record(row: ActivationCode, deed: str, *, by: User, now: datetime) -> None:
    """`deed`: issued, revoked or used. The code itself is in no entry."""
    rights = groups.in_words(row.matter_groups)
    values = {"union": row.union.name, "title": row.title, "deed": deed, "rights": rights}
    audit.record("code", by=by, now=now, about=f"union:{row.union.key}", values=values)
