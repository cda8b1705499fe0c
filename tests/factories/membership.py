"""The processes of membership with their texts and code lists, published one by one."""

from __future__ import annotations

import json

from tests.factories.applications import NOW, PACK, publish
from unionhall.definitions import store as definition_store
from unionhall.language.canonical import canonical_text, digest_of_text
from unionhall.people.models import User

PROCESSES = ("joining", "membership-transfer", "membership-verification", "mobile-unbinding")


def publish_membership(by: User) -> None:
    """What members and support have to do with membership, as the repository says it."""
    for file in sorted(PACK.glob("codelists/*.json")):
        publish(json.loads(file.read_text()), by)
    for file in sorted(PACK.glob("texts/*.md")):
        definition_store.publish(
            "text",
            file.stem,
            pack="lu",
            title=file.stem,
            body=(body := canonical_text(file.read_text())),
            digest=digest_of_text(body),
            by=by,
            now=NOW,
        )
    for key in PROCESSES:
        publish(json.loads((PACK / "processes" / f"{key}.json").read_text()), by)
