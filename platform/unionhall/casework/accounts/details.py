"""What somebody tells about himself to open an account, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from unionhall.casework.accounts.sentences import problem
from unionhall.casework.accounts.terms import terms
from unionhall.engine.problem import Problem
from unionhall.language import identity
from unionhall.language.formats import FORMATS
from unionhall.people import documents, passwords

GENDERS = {"male": "1", "female": "2"}
# What shows in the sentences; everything else is "as printed on the document".
TOLD = ("checksum", "old-number", "future", "kind", "no-country", "no-birth-date", "no-words")


@dataclass(frozen=True, slots=True)
class Details:
    """As typed. `agreed`: the digest of the terms that were shown and ticked."""

    name: str
    number: str
    password: str
    again: str
    agreed: str
    kind: str = documents.RESIDENT_CARD
    country: str = ""
    born_on: str = ""
    words: str = ""
    email: str = ""

    @property
    def birth(self) -> date | None:
        """Told by the number, else as typed."""
        if documents.kind_told_by(self.number):
            return identity.birth_date(self.number)
        try:
            return date.fromisoformat(FORMATS["date"].normalise(self.born_on))
        except ValueError:
            return None

    @property
    def gender(self) -> str:
        told = documents.kind_told_by(self.number)
        return GENDERS[identity.gender(self.number)] if told else ""


def normal(typed: Details) -> Details:
    """Half-width, upper case, one kind of dot: as it will be kept and compared."""
    known = documents.KINDS.get(typed.kind)
    number = known.format.normalise(typed.number) if known else typed.number
    return replace(
        typed,
        name=identity.normal_name(typed.name),
        number=number,
        country=typed.country.strip().upper()[:3],
        words=typed.words.strip()[:20],
        email=FORMATS["email"].normalise(typed.email) if typed.email.strip() else "",
    )


def problems(details: Details, today: date, *, is_outside: bool) -> list[Problem]:
    """Everything at once, in the order of the page. `is_outside`: came from the city's accounts,
    where documents of every kind may be the first."""
    found = [
        _name(details),
        _document(details, today, is_outside=is_outside),
        _email(details),
        _password(details),
        None if details.agreed == terms().digest else problem("terms", "agreed"),
    ]
    return [one for one in found if one is not None]


def _name(details: Details) -> Problem | None:
    return problem("name", "name") if identity.check_name(details.name) else None


def _document(details: Details, today: date, *, is_outside: bool) -> Problem | None:
    told = documents.kind_told_by(details.number)
    is_resident = details.kind == documents.RESIDENT_CARD
    if not is_outside and (not is_resident or told not in (None, documents.RESIDENT_CARD)):
        return problem("outside-first", "kind")
    if is_resident and told not in (None, documents.RESIDENT_CARD):
        return problem("kind", "kind")
    born = details.birth
    code = documents.problem(
        details.kind,
        details.number,
        today,
        country=details.country,
        born_on=born if born is None or born <= today else None,
        words=details.words,
    )
    if code is None:
        return None
    fields = {"kind": "kind", "no-country": "country", "no-birth-date": "born_on"}
    fields["no-words"] = "words"
    return problem(code if code in TOLD else "number", fields.get(code, "number"))


def _email(details: Details) -> Problem | None:
    wrong = details.email and FORMATS["email"].check(details.email)
    return problem("email", "email") if wrong else None


def _password(details: Details) -> Problem | None:
    code = passwords.problem(details.password, details.again)
    if code is None:
        return None
    return problem(code, "again" if code == "password-again" else "password")
