"""Issue an activation code, by which the first administrator of a union takes his post (J1-05)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from permissions import gate
from permissions.managing import MANAGE_UNION
from unionhall.casework.refusals import NotYours
from unionhall.casework.staff import codes, parties
from unionhall.casework.staff.sentences import from_verdict, refused
from unionhall.organisation.models import ActivationCode, Union
from unionhall.people.models import User

LIFETIME = timedelta(days=7)


def issue_code(
    union_key: str, title: str, matter_groups: Collection[str], *, by: User, now: datetime
) -> tuple[ActivationCode, str]:
    """Return the record and the code itself, which nobody can read again.

    Only whoever manages a union above may, with rights of his own. Raises NotYours, Refused:
    has-code, beyond-yours, union-closed, nothing-given, no-title.
    """
    with transaction.atomic():
        union = parties.union_of(union_key)
        rights = gate.fresh(by)
        if not rights.may_give_code(union):
            raise NotYours

        words, _note = parties.check_words(title, "", None, now.date())
        codenames = parties.checked_codenames(matter_groups)
        end = rights.latest_end(union, codenames | {MANAGE_UNION})
        verdict = rights.may_grant(union, codenames, end, None, MANAGE_UNION)
        if not verdict:
            raise from_verdict(verdict)

        return write(union, words, codenames, by=by, now=now)


def write(
    union: Union, title: str, codenames: Collection[str], *, by: User, now: datetime
) -> tuple[ActivationCode, str]:
    """Store a new code; for set-up, where nobody is there yet who could issue one.

    Raises Refused: has-code.
    """
    code = codes.new()
    unused = ActivationCode.objects.filter(
        union=union, used_at__isnull=True, revoked_at__isnull=True
    )
    unused.filter(expires_at__lte=now).update(revoked_at=now)
    try:
        with transaction.atomic():
            row = ActivationCode.objects.create(
                union=union,
                digest=codes.digest(code),
                title=title,
                matter_groups=sorted(codenames),
                by=by,
                created_at=now,
                expires_at=now + LIFETIME,
            )
    except IntegrityError as taken:
        raise refused("has-code") from taken
    codes.record(row, "issued", by=by, now=now)
    return row, code
