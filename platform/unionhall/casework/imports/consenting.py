"""What whoever hands a workbook in agrees to, kept with the batch: which words, by their digest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from unionhall.casework.agreeing import text_of
from unionhall.casework.imports.sentences import refused
from unionhall.language.model import Import
from unionhall.people import store
from unionhall.people.models import User

Agreed = list[dict[str, str]]


def agreed(import_: Import, given: Collection[str]) -> Agreed:
    """Consent, text and digest of the words shown now, for all that the import asks.

    Raises Refused: import-consent-needed, text-missing.
    """
    if any(one.key not in given for one in import_.consents):
        raise refused("import-consent-needed")
    words = [(one.key, text_of(one)) for one in import_.consents]
    return [{"consent": key, "text": text.key, "digest": text.digest} for key, text in words]


def told(found: Agreed) -> dict[str, Any]:
    """For the audit trail: the digest of each text."""
    return {"consents": {one["text"]: one["digest"] for one in found}} if found else {}


def keep(
    import_: Import, found: Agreed, *, by: User, now: datetime, address: str | None, agent: str
) -> None:
    """Beside the batch: in what the person agreed to so far."""
    if by.person is None:
        return
    for one in found:
        store.consent(
            by.person,
            purpose=f"{import_.key}:{one['consent']}"[:120],
            text_key=one["text"],
            text_digest=one["digest"],
            now=now,
            address=address,
            agent=agent,
        )
