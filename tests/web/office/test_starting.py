"""A matter begun from the ticked records of a list."""

from __future__ import annotations

import pytest

from tests.factories.cards import agree, apply_for, open_cards
from tests.factories.enrolment import enlist, open_aid
from tests.factories.unit_enrolment import open_units
from tests.web.office.pages import words
from unionhall.cases.models import Case, CaseLine
from unionhall.web.office.registers import starting
from unionhall.web.office.registers.asked import PREFIX

pytestmark = pytest.mark.django_db
LIST = "/office/registers/member-card/lists/to-apply/"
MANY = f"{LIST}selection/"
ROSTER = "/office/registers/roster/lists/all/"
KEY = "k" * 22


@pytest.fixture
def bank(city):
    """林晓岚 keeps the cards of her union; three wait to be applied for."""
    found = open_cards(city)
    agree(city.software_union)
    return found, apply_for(city.software_union, [1, 2, 3])


@pytest.mark.row("S1-22", "S1-23")
def test_ticked_records_are_the_people_of_a_new_draft(bank, visit):
    found, cards = bank
    client = visit(found.city.lin)
    assert "批量办卡" in words(client.get(LIST))
    posted = {"_tick": [cards[0].key, cards[1].key], "_start": "card-issuing", "_key": KEY}
    first = client.post(MANY, posted)
    again = client.post(MANY, posted)
    case = Case.objects.get(process="card-issuing")
    assert first["Location"] == again["Location"] == f"/cases/{case.key}/lines/"
    assert CaseLine.objects.filter(case=case).count() == 2
    assert "已加入 2 人" in words(client.get(first["Location"]))


@pytest.mark.row("S1-24")
def test_all_that_match_are_put_there(bank, visit):
    found, _cards = bank
    client = visit(found.city.lin)
    client.post(MANY, {"_all": "1", "_start": "card-issuing", "_key": KEY})
    assert CaseLine.objects.count() == 3


@pytest.mark.parametrize("process", ["fund-refund", "no-such", ""])
def test_only_what_the_list_names_can_be_begun(bank, visit, process):
    found, cards = bank
    posted = {"_tick": [cards[0].key], "_start": process, "_key": KEY}
    assert visit(found.city.lin).post(MANY, posted).status_code == 404
    assert Case.objects.count() == 0


def test_nothing_ticked_leads_back(bank, visit):
    found, _cards = bank
    answer = visit(found.city.lin).post(MANY, {"_start": "card-issuing", "_key": KEY}, follow=True)
    assert "没有勾选" in words(answer)
    assert Case.objects.count() == 0


def test_too_many_are_not_carried_along_without_the_filters_that_chose_them(
    bank, visit, monkeypatch
):
    found, _cards = bank
    monkeypatch.setattr(starting, "MOST_BY_KEY", 1)
    posted = {"_all": "1", "_start": "card-issuing", "_key": KEY}
    narrowed = {**posted, f"_kept-{PREFIX}transport_card": "false"}
    answer = visit(found.city.lin).post(MANY, narrowed, follow=True)
    assert "按这些筛选条件一次带不过去这么多人" in words(answer)
    assert CaseLine.objects.count() == 0
    visit(found.city.lin).post(MANY, {**posted, "_key": "o" * 22})
    assert CaseLine.objects.count() == 3


@pytest.fixture
def roster(city):
    """林晓岚 keeps the roster of her union, with three people, and may begin an enrolment."""
    found = open_aid(city)
    return found, enlist(city.software_union, [1, 2, 3])


@pytest.mark.row("X3-34", "X3-36")
def test_a_roster_leads_to_the_enrolment_of_its_people(roster, visit):
    aid, people = roster
    client = visit(aid.city.lin)
    page = client.get(ROSTER)
    assert '<a class="button" href="/matters/aid-enrolment/">' in page.content.decode()
    posted = {"_tick": [one.key for one in people[:2]], "_start": "aid-enrolment", "_key": KEY}
    answer = client.post(f"{ROSTER}selection/", posted)
    case = Case.objects.get(process="aid-enrolment")
    assert answer["Location"] == f"/cases/{case.key}/lines/"
    assert "已加入 2 人" in words(client.get(answer["Location"]))


@pytest.mark.row("X3-34")
def test_who_may_not_begin_it_is_not_offered_it(roster, visit):
    """The control: who only looks at the roster sees it, without the way to an enrolment."""
    aid, people = roster
    client = visit(aid.city.chen)
    page = client.get(ROSTER)
    assert str(people[0].values["name"]) in words(page)
    assert "/matters/aid-enrolment/" not in page.content.decode()
    posted = {"_tick": [people[0].key], "_start": "aid-enrolment", "_key": KEY}
    client.post(f"{ROSTER}selection/", posted)
    assert Case.objects.count() == 0


def test_people_of_another_register_are_not_ticked_for_it(city, visit):
    """单位入会 takes yesterday's list: its register names the matter, but its rows are no people."""
    house = open_units(city)
    house.contracted()
    page = visit(city.lin).get("/office/registers/unit-enrolment/lists/all/")
    assert '<a class="button" href="/matters/unit-enrolment/">' in page.content.decode()
    assert 'name="_start"' not in page.content.decode()
