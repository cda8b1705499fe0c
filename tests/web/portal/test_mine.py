"""我的权益: what registers know of a person, shown to himself and nobody else (J1-37, SC-31)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.applications import publish
from tests.factories.cards import apply_for, open_cards
from tests.factories.enrolment import enlist, open_aid
from tests.factories.people import make_person, make_user
from tests.factories.records import NOW, OWN
from tests.factories.unit_enrolment import open_units
from tests.web.office.pages import words
from tests.web.portal.conftest import browser
from unionhall.definitions import selectors as definitions
from unionhall.engine.shapes import RegisterWrite
from unionhall.messages.models import Message
from unionhall.notices import work
from unionhall.people.models import Person, User
from unionhall.registers import store
from unionhall.registers.models import Record

pytestmark = pytest.mark.django_db
MINE = "/mine/"
ALL, NUMBER = f"{MINE}own/", "790101199001011234"


def change(do="create", match=None, state="", minutes=0, **values):
    """A write to the register of what people get, by the platform."""
    given = values | ({"state": state} if state else {})
    return store.apply(
        RegisterWrite(do, "own", match or {}, given),
        definitions.register("own"),
        union=None,
        by=User.objects.system(),
        now=NOW + timedelta(minutes=minutes),
    )


@pytest.fixture
def given(city):
    """慰问 for 林晓岚, and a control: one for 吴一帆."""
    publish(OWN, User.objects.system())
    mine = change(person=city.lin.person.key, name="春节慰问", document_no=NUMBER, remark="内部")
    other = change(person=city.wu.person.key, name="住院慰问")
    return mine, other


def test_everybody_sees_his_own_and_nothing_of_others(city, given):
    mine, other = given
    lin, wu = browser(city.lin), browser(city.wu)
    assert "春节慰问" in words(lin.get(ALL))
    assert "住院慰问" not in words(lin.get(ALL))
    assert "住院慰问" in words(wu.get(ALL))
    assert lin.get(f"{ALL}{mine.key}/").status_code == 200
    assert wu.get(f"{ALL}{other.key}/").status_code == 200
    for client, key in ((lin, other.key), (wu, mine.key), (lin, "nothing"), (lin, "a\x00")):
        assert client.get(f"{ALL}{key}/").status_code == 404
    assert browser(None).get(f"{ALL}{mine.key}/").status_code == 302


def test_nothing_is_shown_before_somebody_checked_who_he_is(city, given):
    mine, _other = given
    Person.objects.filter(pk=city.lin.person.pk).update(verified_at=None)
    lin = browser(User.objects.get(pk=city.lin.pk))
    for address in (MINE, ALL):
        assert "您还没有实名认证" in words(lin.get(address))
        assert "春节慰问" not in words(lin.get(address))
    assert lin.get(f"{ALL}{mine.key}/").status_code == 404


def test_the_page_of_all_counts_them_under_their_headings(city, given):
    change(person=city.lin.person.key, name="端午慰问")
    shown = words(browser(city.lin).get(MINE))
    assert "我的待遇 我的慰问 2 端午慰问 待发放" in shown
    nobody = make_user("韩冬", "15400000198")
    assert "我的慰问 还没有慰问记录。" in words(browser(nobody).get(MINE))


def test_the_way_there_is_on_the_home_page_and_the_personal_centre(city, given):
    lin = browser(city.lin)
    for address in ("/", "/me/"):
        assert 'href="/mine/"' in lin.get(address).content.decode()


def test_values_are_masked_and_hidden_states_and_columns_stay_hidden(city, given):
    mine, _other = given
    lin = browser(city.lin)
    shown = words(lin.get(f"{ALL}{mine.key}/"))
    assert NUMBER not in shown
    assert "7901" in shown
    assert "内部" not in shown
    change("update", {"person": city.lin.person.key}, "void")
    assert "春节慰问" not in words(lin.get(ALL))
    assert lin.get(f"{ALL}{mine.key}/").status_code == 404


def test_its_history_tells_states_and_what_is_shown(city, given):
    mine, _other = given
    match = {"person": city.lin.person.key}
    change("update", match, minutes=1, remark="改了内部备注")
    change("update", match, minutes=2, name="元宵慰问")
    change("update", match, "paid", minutes=3, remark="已打款")
    shown = words(browser(city.lin).get(f"{ALL}{mine.key}/"))
    told = shown[shown.index("办理记录") :]
    assert "修改记录：待发放 → 已发放" in told
    assert "名称：春节慰问 → 元宵慰问" in told
    assert told.count("2026-11-21") == 3
    assert "备注" not in shown
    assert "打款" not in shown


def test_many_come_page_by_page(city, given):
    for number in range(25):
        change(person=city.lin.person.key, name=f"慰问{number:02}")
    lin = browser(city.lin)
    first = lin.get(ALL)
    assert [one["title"] for one in first.context["rows"]] == [
        f"慰问{number:02}" for number in range(24, 4, -1)
    ]
    second = lin.get(ALL + first.context["next_url"])
    assert [one["title"] for one in second.context["rows"]][-1] == "春节慰问"
    assert lin.get(f"{ALL}?page=%00&trail=x").status_code == 200


def test_an_empty_list_says_where_its_records_come_from(city):
    open_units(city)
    shown = browser(city.wu).get(f"{MINE}member-policy/")
    assert "还没有保单" in words(shown)
    assert 'href="/matters/unit-enrolment/"' in shown.content.decode()


def test_a_register_that_shows_people_nothing_has_no_page(city):
    open_units(city)
    assert browser(city.lin).get(f"{MINE}aid-plan/").status_code == 404
    assert browser(city.lin).get(f"{MINE}nothing/").status_code == 404


@pytest.mark.row("J1-37")
def test_a_member_sees_the_policy_his_union_brought_him(city):
    house = open_units(city)
    house.contracted()
    lin = browser(city.lin)
    assert "我的保单 1 2026 年度 有效" in words(lin.get(MINE))
    record = Record.objects.get(register="member-policy", person=city.lin.person)
    shown = words(lin.get(f"{MINE}member-policy/{record.key}/"))
    assert "保单号 HZ2026-0001-1" in shown
    assert "入会工会 海滨软件有限公司工会" in shown
    others = Record.objects.filter(register="member-policy").exclude(pk=record.pk)
    assert others.count() == 3
    assert {lin.get(f"{MINE}member-policy/{one.key}/").status_code for one in others} == {404}


@pytest.mark.row("J1-37")
def test_the_message_about_a_policy_leads_to_it(city):
    house = open_units(city)
    member = Person.objects.get(name="会员一")
    account = make_user("会员一", "15400000198", member)
    house.contracted()
    now = house.now
    work.tell(lambda: now)
    message = Message.objects.get(recipient=account)
    record = Record.objects.get(register="member-policy", person=member)
    answer = browser(account).post(f"/messages/{message.key}/")
    assert answer["Location"] == f"/mine/member-policy/{record.key}/"
    assert browser(city.wu).post(f"/messages/{message.key}/").status_code == 404


def test_somebody_without_an_account_then_is_found_by_kind_and_number_of_his_document(city):
    """Nobody is named in the register of enrolments: kind and number of the document say who."""
    aid = open_aid(city)
    enlist(city.software_union, [1, 2])
    aid.confirmed(staff_total=2)
    record = Record.objects.filter(register="enrolment").order_by("pk").first()
    number = store.columns.unsealed(definitions.register("enrolment"), record.values)["document_no"]
    his = make_user("韩冬", "15400000198", make_person("韩冬", number))
    other_kind = make_person("韩秋")
    other_kind.documents.update(kind="414")
    shown = words(browser(his).get(f"{MINE}enrolment/"))
    assert "第二十一期职工医疗互助保障活动" in shown
    assert number not in shown
    assert browser(his).get(f"{MINE}enrolment/{record.key}/").status_code == 200
    his.person.documents.update(kind="414")
    assert browser(his).get(f"{MINE}enrolment/{record.key}/").status_code == 404
    assert browser(city.lin).get(f"{MINE}enrolment/{record.key}/").status_code == 404


def test_a_card_of_a_union_names_its_member(city):
    open_cards(city)
    card, other = apply_for(city.software_union, [1, 2])
    person = Person.objects.get(key=card.values["person"])
    client = browser(make_user(person.name, "15400000198", person))
    shown = words(client.get(f"{MINE}member-card/"))
    assert "待办卡" in shown
    assert client.get(f"{MINE}member-card/{card.key}/").status_code == 200
    assert client.get(f"{MINE}member-card/{other.key}/").status_code == 404


def test_a_membership_is_shown_with_what_happened_to_it(city):
    open_units(city)
    held = city.lin.person.memberships.get()
    shown = words(browser(city.lin).get(f"{MINE}member-roll/"))
    assert "海滨软件有限公司工会 入会" in shown
    page = browser(city.lin).get(f"{MINE}member-roll/{city.lin.person.key}-{held.pk}/")
    assert "会籍由所在工会维护" in words(page)
    wrong = f"{MINE}member-roll/{city.lin.person.key}-{held.pk}/"
    assert browser(city.wu).get(wrong).status_code == 404
