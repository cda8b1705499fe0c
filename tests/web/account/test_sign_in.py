"""The way in, by password and by code, without a script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories.people import PASSWORD
from tests.web.account.recovering import answer
from tests.web.markup import faults
from unionhall.people.models import SentMessage

WRONG = "账号或密码不正确。"


def code_of(mobile: str) -> str:
    text = SentMessage.objects.filter(address=mobile).latest("id").text
    found = re.search(r"\d{6}", text)
    assert found
    return found.group()


@pytest.mark.row("X1-02", "X1-03")
def test_one_address_leads_everybody_to_the_way_in_and_to_a_first_account(client, city):
    home = client.get("/").content.decode()
    assert 'href="/sign-in/">登录</a>' in home
    assert (
        "还没有账号？首次登录后完善信息，即完成注册。"
        in client.get("/sign-in/code/").content.decode()
    )


@pytest.mark.row("X1-05", "X1-06", "X1-07", "X1-12", "X1-64", "X2-07", "X3-02")
def test_two_ways_are_two_links(client, city):
    html = client.get("/sign-in/?next=/cases/").content.decode()
    assert 'href="/sign-in/code/?next=%2Fcases%2F"' in html
    assert 'aria-current="page">密码登录' in html
    assert ">账号问题</a>" in html
    html = client.get("/sign-in/code/").content.decode()
    assert 'aria-current="page">短信登录' in html
    assert "发送验证码" in html
    assert 'name="mobile"' in html
    assert 'name="code"' in html


@pytest.mark.row("X1-11")
def test_password_with_mobile_or_document(client, city):
    number = "15400000001"
    response = client.post("/sign-in/", {"name": number, "password": PASSWORD, "next": "/cases/"})
    assert (response.status_code, response["Location"]) == (302, "/cases/")
    assert client.session["_auth_user_id"] == str(city.lin.pk)


def test_signing_in_changes_the_session_key(client, city):
    client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    before = client.session.session_key
    client.post("/sign-in/", {"name": "15400000001", "password": PASSWORD})
    assert client.session.session_key != before


@pytest.mark.parametrize("name", ["15400000001", "15400009999", "nobody@example.test", "", "\x00x"])
def test_every_no_is_the_same(client, city, name):
    response = client.post("/sign-in/", {"name": name, "password": "wrong"})
    assert response.status_code == 422
    assert WRONG in response.content.decode()
    assert faults(response) == []
    assert "_auth_user_id" not in client.session


def test_ten_wrong_passwords_lock_and_the_page_says_how_long(client, city):
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
        typed = {"name": "15400000001", "password": "wrong"}
        for number in range(10):
            client.post("/sign-in/", typed | (answer() if number > 2 else {}))
        response = client.post("/sign-in/", typed | {"password": PASSWORD} | answer())
        assert response.status_code == 422
        assert "尝试次数过多，请 15 分钟后再试。" in response.content.decode()


@pytest.mark.parametrize("name", ["15400000001", "15400009999", "nobody@example.test"])
def test_after_three_failures_a_captcha_is_asked_for_of_everybody(client, city, name):
    typed = {"name": name, "password": "wrong"}
    pages = [client.post("/sign-in/", typed).content.decode() for _ in range(3)]
    assert ["_captcha_answer" in page for page in pages] == [False, False, True]
    # without an answer, or with a wrong one, no password is looked at
    for given in ({}, answer() | {"_captcha_answer": "?"}):
        refusal = client.post("/sign-in/", typed | {"password": PASSWORD} | given)
        assert refusal.status_code == 422
        assert "验证码" in refusal.content.decode()
        assert WRONG not in refusal.content.decode()
        assert faults(refusal) == []
        assert "_auth_user_id" not in client.session
    # another one is drawn on demand, and the name is kept
    other = client.post("/sign-in/", typed | answer() | {"_captcha": "words"})
    assert f'value="{name}"' in other.content.decode()
    assert WRONG not in other.content.decode()
    entered = client.post("/sign-in/", typed | {"password": PASSWORD} | answer())
    assert (entered.status_code == 302) == (name == "15400000001")


def test_the_address_is_doubted_too_and_a_captcha_counts_once(client, city):
    for number in range(20):
        client.post("/sign-in/", {"name": f"1540000800{number}", "password": "wrong"})
    assert "_captcha_answer" in client.get("/sign-in/").content.decode()
    given, typed = answer(), {"name": "15400000001", "password": "wrong"}
    assert WRONG in client.post("/sign-in/", typed | given).content.decode()
    again = client.post("/sign-in/", typed | {"password": PASSWORD} | given)
    assert again.status_code == 422
    assert client.post("/sign-in/", typed | {"password": PASSWORD} | answer()).status_code == 302


def test_a_foreign_next_is_ignored(client, city):
    typed = {"name": "15400000001", "password": PASSWORD, "next": "https://evil.example.test/"}
    assert client.post("/sign-in/", typed)["Location"] == "/"


@pytest.mark.row("X1-07", "X1-10", "X2-07", "X3-02")
def test_code_by_sms(client, city):
    response = client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    assert response.status_code == 200
    assert "验证码已发往这个手机号码" in response.content.decode()
    assert 'value="15400000001"' in response.content.decode()
    typed = {"mobile": "15400000001", "code": code_of("15400000001"), "next": "/cases/"}
    response = client.post("/sign-in/code/", typed)
    assert (response.status_code, response["Location"]) == (302, "/cases/")
    assert client.session["_auth_user_id"] == str(city.lin.pk)


def test_unknown_mobiles_are_told_the_same(client, city):
    known = client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    unknown = client.post("/sign-in/code/", {"mobile": "15400007777", "_do": "send"})
    sentence = "验证码已发往这个手机号码。"
    assert [sentence in r.content.decode() for r in (known, unknown)] == [True, True]
    assert known.status_code == unknown.status_code


@pytest.mark.parametrize("mobile", ["", "123", "１２３", "154000000011", "\x00"])
def test_what_is_no_mobile_is_said(client, city, mobile):
    response = client.post("/sign-in/code/", {"mobile": mobile, "_do": "send"})
    assert response.status_code == 422
    assert "请输入 11 位手机号码。" in response.content.decode()


def test_a_second_code_has_to_wait(client, city):
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as clock:
        client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
        clock.shift(timedelta(seconds=20))
        response = client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
        assert response.status_code == 422
        assert "请 40 秒后再试" in response.content.decode()


def test_a_wrong_code_is_refused(client, city):
    client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    wrong = "000000" if code_of("15400000001") != "000000" else "111111"
    response = client.post("/sign-in/code/", {"mobile": "15400000001", "code": wrong})
    assert response.status_code == 422
    assert "验证码不正确或已失效" in response.content.decode()


def test_who_is_in_goes_on(client, city):
    client.force_login(city.lin, backend="unionhall.people.backends.PasswordBackend")
    assert client.get("/sign-in/?next=/cases/")["Location"] == "/cases/"
    assert client.get("/sign-in/code/")["Location"] == "/"


def test_signing_out_is_a_post_and_ends_the_session(client, city):
    client.force_login(city.lin, backend="unionhall.people.backends.PasswordBackend")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_strangers_are_led_to_the_way_in(client, city):
    assert client.get("/cases/")["Location"] == "/sign-in/?next=/cases/"
    assert client.get("/account/")["Location"] == "/sign-in/?next=/account/"


def test_a_session_ends_after_its_time(client, city):
    client.force_login(city.lin, backend="unionhall.people.backends.PasswordBackend")
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert client.get("/account/").status_code == 302
