"""Grants for tests: `give(user, "review_preparatory_fund", union)`."""

from __future__ import annotations

from datetime import datetime

from permissions import grants
from permissions.models import UnionGrant
from unionhall.language.model import MatterGroup, Pack
from unionhall.organisation.models import Union
from unionhall.people.models import User

GROUP = "preparatory_fund"
PACK = Pack(
    key="lu",
    title="鹭湾市",
    root="鹭湾市总工会",
    matter_groups=(
        MatterGroup(
            key=GROUP,
            title="筹备金返还",
            permissions=(
                ("handle", "经办"),
                ("review", "确认"),
                ("disburse", "发放"),
                ("view", "查看"),
            ),
        ),
        MatterGroup(
            key="support",
            title="客服",
            permissions=(("handle", "受理"), ("review", "复核"), ("view", "查看")),
        ),
        MatterGroup(
            key="medical_aid", title="医疗互助", permissions=(("review", "审核"), ("view", "查看"))
        ),
    ),
)


def give(
    user: User, codename: str, union: Union, by: User | None = None, until: datetime | None = None
) -> UnionGrant:
    """Grant; the permission is made when it is not there yet."""
    try:
        return grants.grant(user, codename, union, by, until)
    except grants.UnknownPermission:
        grants.ensure_matter_groups(PACK)
        return grants.grant(user, codename, union, by, until)
