"""Who keeps the register: the district's keeper, the city's, and a clerk of one union."""

from __future__ import annotations

import pytest

from tests.factories.applications import publish_pack
from tests.factories.grants import give
from unionhall.people.models import User


@pytest.fixture
def keepers(city):
    """陈思远 keeps the register of 思江区, 苏文 that of the city, 林晓岚 that of her own union."""
    publish_pack(User.objects.system())
    from permissions import grants
    from unionhall.definitions import selectors as definitions

    for pack in definitions.packs():
        grants.ensure_matter_groups(pack)
    give(city.chen, "manage_union", city.sijiang)
    give(city.su, "manage_union", city.root)
    give(city.lin, "manage_union", city.software_union)
    return city
