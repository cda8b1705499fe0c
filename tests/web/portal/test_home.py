"""Home: membership, invitations, entrances with a union filled in; the personal centre."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.membership import publish_membership
from tests.web.markup import faults
from unionhall.cases.models import Case
from unionhall.messages import store
from unionhall.messages.models import Message
from unionhall.people.models import Membership, User

pytestmark = pytest.mark.usefixtures("matters")


@pytest.fixture
def matters(office):
    publish_membership(User.objects.system())


def body(client: Client, page: str, **query: str) -> str:
    response = client.get(page, query)
    assert response.status_code == 200
    assert faults(response) == []
    return response.content.decode()


@pytest.mark.row("X3-15")
def test_a_member_sees_his_union_and_the_matters_beside_it(lin, office):
    html = body(lin, "/")
    card = html[html.index("membership__union") :]
    member = office.city.lin.person.memberships.get()
    assert member.union.name in card
    assert 'href="/matters/membership-transfer/">会籍变更' in card
    assert "入会温馨提醒" not in html


@pytest.mark.row("X2-11", "X2-12", "X2-53")
def test_a_non_member_is_invited_once_in_a_session(lin, office):
    Membership.objects.all().delete()
    first = body(lin, "/")
    assert "入会温馨提醒" in first
    assert "/matters/joining/conditions/" in first
    again = body(lin, "/")
    assert "入会温馨提醒" not in again
    assert "申请入会" in again


def test_nobody_is_invited_without_an_account(client, office):
    assert "入会温馨提醒" not in body(client, "/")


@pytest.mark.row("X2-50", "X2-60", "X2-61")
def test_phones_have_four_places_and_a_personal_centre(lin, office):
    html = body(lin, "/matters/")
    bar = html[html.index('class="bottom-bar') :]
    assert all(word in bar for word in ("首页", "办事", "消息", "我的"))
    centre = body(lin, "/me/")
    assert all(word in centre for word in ("我的办事", "账号安全", "我的授权", "退出登录"))


def test_what_one_agreed_to_is_listed(lin, office):
    office.draft()
    assert "授权" in body(lin, "/me/consents/")


def test_matters_of_staff_are_shown_to_staff_alone(lin, client, office):
    assert "解绑手机号码" not in body(client, "/matters/")
    assert "解绑手机号码" not in body(lin, "/matters/")


@pytest.mark.row("X2-51")
def test_an_address_keeps_what_it_brings_through_signing_in(client, lin, office):
    union = office.city.lin.person.memberships.get().union
    Membership.objects.all().delete()
    there = f"/matters/joining/conditions/?union={union.key}"
    assert there in body(client, "/matters/joining/", union=union.key)
    asked = client.get("/matters/joining/conditions/", {"union": union.key})
    assert asked.status_code == 302
    assert f"union%3D{union.key}" in asked["Location"]
    assert union.name in body(lin, "/matters/joining/conditions/", union=union.key)
    posted = {"consent": "application"}
    begun = lin.post(f"/matters/joining/cases/?union={union.key}", posted)
    assert begun.status_code == 302
    case = Case.objects.get(process="joining")
    assert case.links == {"union": union.key}
    assert case.draft.answers["chosen_union"] == union.key


@pytest.mark.parametrize("union", ["", "unknown", "x" * 200, "a\x00b"])
def test_an_address_brings_only_what_is_known(lin, office, union):
    assert "conditions/?" not in body(lin, "/matters/joining/", union=union)


def test_the_qr_code_is_a_picture_of_that_address(client, office):
    union = office.city.lin.person.memberships.get().union
    response = client.get("/matters/joining/qr/", {"union": union.key})
    assert response["Content-Type"] == "image/svg+xml"
    plain = client.get("/matters/joining/qr/", {"union": "unknown"})
    assert response.content != plain.content
    assert b"style=" not in response.content
    assert client.get("/matters/unknown/qr/").status_code == 404


def test_an_invitation_stays_on_the_card_after_its_dialog(lin, office):
    Membership.objects.all().delete()
    for _visit in range(3):
        html = body(lin, "/")
        card = html[html.index("membership__actions") :]
        assert 'href="/matters/joining/conditions/">申请入会' in card[:400]


def test_the_latest_unread_messages_stand_on_the_first_page(lin, office):
    user, now = office.city.lin, timezone.now()
    for number in range(5):
        store.queue("inbox", f"消息{number}", "正文", dedupe=f"{number}", now=now, recipient=user)
    html = body(lin, "/")
    card = html[html.index('id="home-messages"') :]
    assert [n for n in range(5) if f"消息{n}" in card] == [2, 3, 4]
    Message.objects.update(read_at=now)
    html = body(lin, "/")
    assert "消息4" not in html
    assert "没有未读消息" in html
