"""People and accounts for tests, one call each. The password of everybody is PASSWORD."""

from __future__ import annotations

import functools
import itertools
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password

from unionhall.config.management.demo.numbers import resident_id
from unionhall.people import store
from unionhall.people.models import Person, User

PASSWORD = "unionhall-demo"
VERIFIED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_serial = itertools.count(0)


@functools.cache
def password_hash() -> str:
    """Hashing is slow on purpose; tests pay for it once."""
    return make_password(PASSWORD)


def make_person(name: str, document_no: str | None = None, **fields) -> Person:
    """A verified person with an invented ID number (its own for each)."""
    number = next(_serial)
    fields.setdefault("verified_at", VERIFIED)
    fields.setdefault("gender", "2")
    person = store.add_person(name, **fields)
    born = date(1970 + number // 400, 1 + number // 40 % 10, 1 + number % 28)
    store.add_document(person, document_no or resident_id(born, 2 + 2 * (number % 499)))
    return person


def make_user(name: str, mobile: str, person: Person | None = None, **fields) -> User:
    """An account of a (new) person."""
    user = store.add_account(person or make_person(name, mobile=mobile), mobile, None, **fields)
    User.objects.filter(pk=user.pk).update(password=password_hash())
    user.password = password_hash()
    return user
