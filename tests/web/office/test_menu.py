"""The rail: what an officer begins for his union stands beside the lists it is about."""

from __future__ import annotations

import pytest
from lxml import html as markup

from tests.factories.enrolment import Aid, open_aid
from tests.factories.grants import give

pytestmark = pytest.mark.django_db
GROUP = "医疗互助管理"


@pytest.fixture
def aid(city) -> Aid:
    return open_aid(city)


def rail(client) -> dict[str, list[tuple[str, str]]]:
    """(title, address) of the entries by their heading."""
    tree = markup.fromstring(client.get("/office/").content.decode())
    found: dict[str, list[tuple[str, str]]] = {}
    for group in tree.xpath("//*[@class='rail__group']"):
        title = " ".join(group.xpath("string(.//*[@class='rail__heading'])").split())
        links = [(" ".join(a.text_content().split()), a.get("href")) for a in group.xpath(".//a")]
        found.setdefault(title, []).extend(links)
    return found


@pytest.mark.row("X3-34", "X3-36", "X3-98")
def test_enrolment_and_roster_stand_together_and_lead_there(aid, visit):
    """首页、职工名册、工会参保."""
    client = visit(aid.city.lin)
    own = dict(rail(client)[GROUP])
    assert own["工会参保"] == "/matters/aid-enrolment/"
    assert own["职工名册"] == "/office/registers/roster/lists/all/"
    assert list(own).index("工会参保") < list(own).index("职工名册")
    for address in own.values():
        assert client.get(address).status_code == 200
    assert dict(rail(client)[""])["工作台"] == "/office/"


def test_it_stands_there_only_for_whom_it_is_open(aid, visit):
    give(aid.city.chen, "view_medical_aid", aid.city.sijiang)
    titles = [title for title, _url in rail(visit(aid.city.chen))[GROUP]]
    assert "工会参保信息" in titles
    assert "工会参保" not in titles
