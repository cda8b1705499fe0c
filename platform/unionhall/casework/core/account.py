"""Accounts: another mobile number. Whoever was signed in with the old one is signed out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from unionhall import audit
from unionhall.casework.core import reading
from unionhall.casework.core.administrators import is_administrator
from unionhall.casework.core.ground import Ground
from unionhall.casework.core.sentences import refused
from unionhall.casework.core.sessions import end_sessions
from unionhall.engine.shapes import RegisterWrite
from unionhall.language import half_width
from unionhall.people import history, store
from unionhall.people.documents import readings
from unionhall.people.models import IdentityDocument, Person, User
from unionhall.people.sealing import blind_index
from unionhall.registers.columns import BadValue

TABLE: Final = "account"
COLUMNS: Final = frozenset({"mobile"})


def write(write: RegisterWrite, ground: Ground) -> None:
    """update {mobile}, of the account matched by person or document_no."""
    reading.check(write, COLUMNS, {"person", "document_no"})
    if write.do != "update" or "mobile" not in write.values:
        raise BadValue(TABLE, "mobile", "missing")
    # null: unbound; whoever has the document opens the account again with another number
    mobile = reading.text(TABLE, write.values, "mobile", 20) or None
    if mobile is None and write.values["mobile"] is not None:
        raise BadValue(TABLE, "mobile", "missing")
    user = _account(write)
    if is_administrator(user):
        raise refused("administrator")
    set_mobile(user, mobile, basis=ground.basis, by=ground.by, now=ground.now)


def set_mobile(user: User, mobile: str | None, *, basis: str, by: User, now: datetime) -> bool:
    """Raises Refused("mobile-taken"). False when it was the account's number already."""
    wanted = half_width.code(mobile) if mobile is not None else None
    if wanted is not None and not (wanted.isascii() and wanted.isdecimal()):
        raise BadValue(TABLE, "mobile", "type")
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if user.mobile == wanted:
            return False
        person, was = user.person, user.mobile or ""
        user.mobile = wanted
        try:
            with transaction.atomic():
                user.save(update_fields=["mobile"])
        except IntegrityError as taken:
            raise refused("mobile-taken") from taken
        if person is not None:
            store.lock(person)
            Person.objects.filter(pk=person.pk).update(mobile=wanted or "")
            history.keep(person, "account.mobile", was, wanted or "", basis=basis, by=by, now=now)
        end_sessions(user, by=by, now=now)
        audit.record("mobile", by=by, now=now, about=f"user:{user.pk}")
    return True


def _account(write: RegisterWrite) -> User:
    """Exactly one: a number that several kinds of documents share names nobody."""
    if key := write.match.get("person"):
        people = [reading.person(TABLE, key)]
    else:
        people = _holders(write.match.get("document_no"))
    found = User.objects.filter(person__in=people, is_guest=False).first()
    if len(people) != 1 or found is None:
        raise refused("no-account")
    return found


def _holders(number: object) -> list[Person]:
    if not isinstance(number, str) or not number.strip():
        return []
    indexes = [blind_index(one) for one in readings(number)]
    rows = IdentityDocument.objects.filter(number_index__in=indexes).select_related("person")
    return list({row.person_id: row.person for row in rows}.values())
