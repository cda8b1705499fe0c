"""A small stable cast: the same people, unions and rights in every test that needs a city.

    鹭湾市总工会                      苏文 pays out (disburse)
    ├─ 思江区总工会                   陈思远 confirms (review)
    │  ├─ 滨海街道工会 ─ 网上会员之家
    │  └─ 海滨园区工会
    │     └─ 海滨软件有限公司工会      林晓岚 is its clerk
    │        └─ 研发中心工会小组
    ├─ 湖东区总工会                   何静 confirms (review), the sibling
    │  └─ 湖东机械有限公司工会         周启明 is its clerk
    └─ 服务业工会联合会

吴一帆 has nothing to do with any of them; 晨光工作室 is a unit without a union.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.factories.grants import give
from tests.factories.people import make_user
from tests.factories.unions import make_union, make_unit
from unionhall.organisation.models import Union, Unit
from unionhall.people import store
from unionhall.people.models import User


@dataclass(frozen=True)
class City:
    root: Union
    sijiang: Union
    hudong: Union
    services: Union
    town: Union
    e_home: Union
    park: Union
    software_union: Union
    research_group: Union
    machinery_union: Union
    software: Unit
    research: Unit
    machinery: Unit
    studio: Unit
    lin: User
    zhou: User
    chen: User
    he: User
    su: User
    wu: User


def build() -> City:
    """Make the city. About 60 queries."""
    places = _unions()
    units = {
        "software": make_unit("海滨软件有限公司", places["software_union"]),
        "research": make_unit("海滨软件研发中心", places["research_group"]),
        "machinery": make_unit("湖东机械有限公司", places["machinery_union"]),
        "studio": make_unit("晨光工作室"),
    }
    people = {
        "lin": make_user("林晓岚", "15400000001"),
        "zhou": make_user("周启明", "15400000002"),
        "chen": make_user("陈思远", "15400000101"),
        "he": make_user("何静", "15400000102"),
        "su": make_user("苏文", "15400000103"),
        "wu": make_user("吴一帆", "15400000199"),
    }
    _employ(people["lin"], places["software_union"], units["software"])
    store.employ(people["lin"].person, units["research"], "social_insurance")
    _employ(people["zhou"], places["machinery_union"], units["machinery"])
    give(people["chen"], "review_preparatory_fund", places["sijiang"], people["su"])
    give(people["he"], "review_preparatory_fund", places["hudong"], people["su"])
    give(people["su"], "disburse_preparatory_fund", places["root"])
    return City(**places, **units, **people)


def _unions() -> dict[str, Union]:
    root = make_union("鹭湾市总工会", "root")
    sijiang = make_union("思江区总工会", "district", root)
    hudong = make_union("湖东区总工会", "district", root)
    town = make_union("滨海街道工会", "town", sijiang)
    park = make_union("海滨园区工会", "park", sijiang)
    software_union = make_union("海滨软件有限公司工会", "union", park)
    return {
        "root": root,
        "sijiang": sijiang,
        "hudong": hudong,
        "services": make_union("服务业工会联合会", "industry", root),
        "town": town,
        "e_home": make_union("滨海网上会员之家", "e_home", town),
        "park": park,
        "software_union": software_union,
        "research_group": make_union(
            "研发中心工会小组", "group", software_union, founded_on=date(2025, 3, 8)
        ),
        "machinery_union": make_union("湖东机械有限公司工会", "union", hudong),
    }


def _employ(user: User, union: Union, unit: Unit) -> None:
    store.add_membership(user.person, union, date(2024, 6, 1))
    store.employ(user.person, unit, "user_centre")
