"""The city with people who manage it: a published pack, rights of managing, accounts of members.

苏文 manages everything from the root; 陈思远 manages the staff of 思江区 and below, and holds
there the review of the fund; 林晓岚 is a member of the software union.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from permissions import gate, grants, groups
from tests.factories.city import City
from tests.factories.grants import GROUP, PACK, give
from tests.factories.people import make_user
from unionhall.definitions import store as definitions
from unionhall.organisation.models import Union
from unionhall.people import store as people
from unionhall.people.models import User

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    city: City
    mei: User  # a second member of the software union
    now: datetime = NOW


def publish_pack() -> None:
    """The pack of the factories, published, with its permissions."""
    document = {
        "kind": "pack",
        "key": PACK.key,
        "title": PACK.title,
        "root": PACK.root,
        "matter_groups": [
            {"key": g.key, "title": g.title, "permissions": dict(g.permissions)}
            for g in PACK.matter_groups
        ],
    }
    body = json.dumps(document, ensure_ascii=False)
    system = User.objects.system()
    definitions.publish(
        "pack",
        PACK.key,
        pack=PACK.key,
        title=PACK.title,
        body=body,
        digest="0" * 64,
        by=system,
        now=NOW,
    )
    grants.ensure_matter_groups(PACK)


def open_house(city: City) -> House:
    """Publish the pack and hand out the rights of managing."""
    publish_pack()
    for codename in sorted(groups.expand(group.key for group in groups.offered())):
        give(city.su, codename, city.root)
    give(city.chen, "manage_staff", city.sijiang, city.su)
    mei = make_member("梅雨", "15400000201", city.software_union)
    return House(city, mei)


def make_member(name: str, mobile: str, union: Union) -> User:
    user = make_user(name, mobile)
    people.add_membership(user.person, union, date(2025, 3, 1))
    return user


def rights(user: User) -> set[tuple[str, str]]:
    """(codename, name of the union) of everything he holds now."""
    held = gate.fresh(User.objects.get(pk=user.pk)).actor.grants
    return {(grant.codename, grant.union_name) for grant in held}


__all__ = ["GROUP", "House", "make_member", "open_house", "rights"]
