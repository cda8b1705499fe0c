"""账号安全: password, mobile, address, devices, second step; and what comes before all else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.people import PASSWORD
from tests.web.account.test_sign_in import code_of
from tests.web.markup import faults
from unionhall.audit.models import AuditEntry
from unionhall.people.models import SentMessage, User

NEW = "luwan2026"
LIN, OTHER = "15400000001", "15400000788"
PAGES = ["security", "password", "mobile", "email", "sessions"]


def enter(client, name=LIN, password=PASSWORD, **more):
    return client.post("/sign-in/", {"name": name, "password": password, **more})


@pytest.fixture
def lin(client, city):
    enter(client)
    return city.lin


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post("/account/password/", {"old": old, "new": new, "again": again})


@pytest.mark.parametrize("page", PAGES)
def test_pages_stand(client, lin, page):
    answer = client.get(f"/account/{page}/")
    assert answer.status_code == 200
    assert faults(answer) == []


@pytest.mark.row("X1-62", "X2-65", "X3-101", "J1-24")
def test_the_menu_at_the_avatar_leads_to_the_password(client, lin):
    html = client.get("/").content.decode()
    assert re.search(r"menu__item\" href=\"/account/password/\".*?</svg>修改密码", html, re.S)


@pytest.mark.row("X2-72")
def test_the_phone_leads_by_my_details_to_the_same_page(client, lin):
    assert 'href="/account/security/"' in client.get("/account/").content.decode()
    assert 'href="/account/password/"' in client.get("/account/security/").content.decode()


@pytest.mark.row("X1-63", "X2-65", "X2-72", "X3-101")
def test_a_new_password_ends_every_other_session(client, lin):
    phone = Client()
    enter(phone)
    assert change(client).status_code == 302
    assert client.get("/account/").status_code == 200
    assert phone.get("/account/").status_code == 302
    client.logout()
    assert enter(client).status_code == 422
    assert enter(client, password=NEW).status_code == 302
    kept = AuditEntry.objects.get(kind="password")
    assert (kept.actor_id, NEW in str(kept.values)) == (lin.pk, False)


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", NEW, NEW, "原密码不正确"),
        (PASSWORD, "short1", "short1", "8 至 30 位"),
        (PASSWORD, "1234567890", "1234567890", "8 至 30 位"),
        (PASSWORD, "abcdefghij", "abcdefghij", "8 至 30 位"),
        (PASSWORD, "a1" * 16, "a1" * 16, "8 至 30 位"),
        (PASSWORD, NEW, "luwan2027", "不一致"),
        (PASSWORD, "unionhall-demo1", "unionhall-demo2", "不一致"),
    ],
)
def test_what_is_wrong_with_a_password_is_said(client, lin, old, new, again, words):
    answer = change(client, old, new, again)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert faults(answer) == []
    lin.refresh_from_db()
    assert lin.check_password(PASSWORD)


def test_the_old_password_is_no_new_one(client, lin):
    lin.set_password("luwan2025")
    lin.save()
    client.force_login(lin)
    answer = change(client, "luwan2025", "luwan2025", "luwan2025")
    assert "与原密码相同" in answer.content.decode()


def test_guessing_the_old_password_is_stopped(client, lin):
    for _try in range(5):
        assert "原密码不正确" in change(client, "wrong").content.decode()
    assert "15 分钟后再试" in change(client).content.decode()


@pytest.mark.row("S1-07")
def test_an_initial_password_opens_only_the_page_to_change_it(client, city):
    User.objects.filter(pk=city.lin.pk).update(must_change_password=True)
    enter(client)
    for path in ("/", "/cases/", "/account/", "/account/mobile/", "/office/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/account/password/"), path
    assert client.post("/account/sessions/", {"key": "others"})["Location"] == "/account/password/"
    page = client.get("/account/password/").content.decode()
    assert "初始密码" in page
    assert change(client)["Location"] == "/account/"
    assert client.get("/cases/").status_code == 200


def test_who_has_an_initial_password_can_leave(client, city):
    User.objects.filter(pk=city.lin.pk).update(must_change_password=True)
    enter(client)
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def begin_mobile(client, old=LIN, password=PASSWORD):
    return client.post("/account/mobile/", {"old_mobile": old, "password": password})


def new_mobile(client, mobile=OTHER):
    client.post("/account/mobile/", {"mobile": mobile, "_do": "send"})
    return client.post("/account/mobile/", {"mobile": mobile, "code": code_of(mobile)})


@pytest.mark.row("J1-47")
def test_the_mobile_is_changed_by_old_number_password_and_code(client, lin):
    assert begin_mobile(client).status_code == 302
    assert faults(client.get("/account/mobile/")) == []
    assert new_mobile(client).status_code == 302
    lin.refresh_from_db()
    assert lin.mobile == OTHER
    client.logout()
    assert enter(client).status_code == 422
    assert enter(client, OTHER).status_code == 302
    assert AuditEntry.objects.filter(kind="mobile").count() == 1
    assert lin.person.changes.get().field == "mobile"


@pytest.mark.parametrize(("old", "password"), [(OTHER, PASSWORD), (LIN, "wrong")])
def test_without_old_number_and_password_there_is_no_new_one(client, lin, old, password):
    answer = begin_mobile(client, old, password)
    assert "原手机号码或密码不正确" in answer.content.decode()
    # neither by skipping the first page
    client.post("/account/mobile/", {"mobile": OTHER, "_do": "send"})
    assert not SentMessage.objects.filter(address=OTHER).exists()


def test_a_wrong_code_and_a_number_of_somebody_else(client, lin):
    begin_mobile(client)
    client.post("/account/mobile/", {"mobile": OTHER, "_do": "send"})
    answer = client.post("/account/mobile/", {"mobile": OTHER, "code": "abc"})
    assert "验证码不正确" in answer.content.decode()
    answer = new_mobile(client, "15400000002")
    assert "属于另一个账号" in answer.content.decode()
    lin.refresh_from_db()
    assert lin.mobile == LIN


def link(client):
    typed = {"email": "Lin@example.test", "password": PASSWORD}
    assert client.post("/account/email/", typed).status_code == 302
    return re.search(r"/account/email/[^/\s]+/", SentMessage.objects.latest("id").text).group()


@pytest.mark.row("X1-18")
def test_an_address_is_bound_by_its_link_once(client, lin):
    address = link(client)
    assert "example" not in address
    browser = Client()
    assert faults(browser.get(address)) == []
    lin.refresh_from_db()
    assert lin.email is None
    assert browser.post(address).status_code == 302
    lin.refresh_from_db()
    assert lin.email == "lin@example.test"
    assert browser.post(address).status_code == 410
    assert enter(Client(), "lin@example.test").status_code == 302


def test_an_address_needs_the_password_and_one_minute(client, lin):
    typed = {"email": "lin@example.test", "password": "wrong"}
    assert client.post("/account/email/", typed).status_code == 422
    link(client)
    typed["password"] = PASSWORD
    assert "一分钟后" in client.post("/account/email/", typed).content.decode()


def test_an_address_of_somebody_else_is_refused(client, lin, city):
    address = link(client)
    User.objects.filter(pk=city.zhou.pk).update(email="lin@example.test")
    assert "属于另一个账号" in client.post(address).content.decode()


def test_a_gateway_that_is_away_takes_no_turn(client, lin, settings):
    settings.MAIL_GATEWAY = "fake: down, ok"
    typed = {"email": "lin@example.test", "password": PASSWORD}
    assert "没有发出去" in client.post("/account/email/", typed).content.decode()
    assert client.post("/account/email/", typed).status_code == 302


def test_signing_in_and_out_is_kept(client, lin):
    client.post("/sign-out/")
    enter(client, password="wrong")
    enter(client, "15400009999", "wrong")
    kept = list(AuditEntry.objects.order_by("id").values_list("kind", "about"))
    mine = f"user:{lin.pk}"
    assert kept == [
        ("sign-in", mine),
        ("sign-out", mine),
        ("sign-in-failed", mine),
        ("sign-in-failed", ""),
    ]
