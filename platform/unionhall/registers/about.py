"""Which records are about a person, as the definition of their register says: by a reference to
him, or by kind and number of one of his documents."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from unionhall.language.model import Register
from unionhall.people import documents, sealing
from unionhall.people.models import Person
from unionhall.registers import terms
from unionhall.registers.models import RecordTerm
from unionhall.registers.selectors import has_term

PERSON: Final = "person"
NOTHING: Final = Q(pk__in=())


def about(register: Register, person: Person) -> Q:
    """A condition on the rows of the register; nothing where it does not say whose they are."""
    match = register.mine.match if register.mine else {}
    if PERSON in match:
        column = match[PERSON]
        is_owned = column == PERSON and PERSON in register.owners
        return Q(person=person) if is_owned else _with(register.key, column, [person.key])
    found = NOTHING
    for one in person.documents.all() if match else ():
        number = sealing.unseal(one.sealed_number)
        # as it was typed, and as documents of its kind are compared
        numbers = {number, documents.normal_number(number, one.kind)}
        is_kind = has_term(register.key, match["document_kind"], [one.kind])
        found |= _with(register.key, match["document_no"], sorted(numbers)) & Q(is_kind)
    return found


def _with(register: str, column: str, values: list[str]) -> Q:
    """By the index of the values: one person has few records, a register a million."""
    digests = [terms.term(register, column, value) for value in values]
    return Q(pk__in=RecordTerm.objects.filter(digest__in=digests).values("record"))
