"""找回密码: three ways, masked channels, and no difference for names without an account."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import PASSWORD
from tests.web.account.recovering import (
    NEW,
    answer,
    code_for,
    look_up,
    reset,
    send_code,
)
from tests.web.markup import faults
from unionhall.people import account_store
from unionhall.people.models import SentMessage, User
from unionhall.web.account.views import recover

LIN = "15400000001"
NOBODY = "15400007777"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Waiting for the slowest is tested by itself."""
    monkeypatch.setattr(recover, "STEADY", 0.0)


@pytest.fixture
def mail(city) -> str:
    account_store.set_email(city.lin, "linxiaolan@example.test", timezone.now())
    return "linxiaolan@example.test"


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def same(html: str) -> str:
    """A page without what differs every time: tokens, keys, what was typed."""
    html = re.sub(r'value="[^"]*"', "", html)
    html = re.sub(r"/captcha/[0-9a-f]+/", "", html)
    html = re.sub(r"为账号 \S+", "", html)
    html = re.sub(r"[\w.]*\*{4}[\w.@]*", "****", html)
    return re.sub(r"\s+", " ", html)


@pytest.mark.row("X1-65", "X2-66", "X2-67", "X2-73", "X3-102", "X3-103")
def test_the_first_page_asks_for_a_name_and_a_captcha(client, city):
    assert 'href="/recover/"' in client.get("/account/help/").content.decode()
    response = client.get("/recover/")
    assert faults(response) == []
    html = response.content.decode()
    assert "证件号码、手机号码或邮箱地址" in html
    assert "图形验证码" in html
    assert "看不清，换一张" in html
    assert "下一步" in html
    response = client.post("/recover/", {"name": LIN, "_captcha_key": "x", "_captcha_answer": "y"})
    assert response.status_code == 422
    assert "图形验证码不正确或已过期" in response.content.decode()
    assert f'value="{LIN}"' in response.content.decode()


def test_another_picture_without_a_script_keeps_what_was_typed(client, city):
    client.get("/recover/")
    first = answer()
    response = client.post("/recover/", {"name": LIN, "_captcha": "picture"})
    assert response.status_code == 200
    assert f'value="{LIN}"' in response.content.decode()
    assert answer()["_captcha_key"] != first["_captcha_key"]
    response = client.post("/recover/", {"name": LIN, "_captcha": "words"})
    assert "等于几？" in response.content.decode()
    response = client.post("/recover/", {"name": LIN, "_captcha_kind": "words", **answer()})
    assert response["Location"] == "/recover/ways/"


@pytest.mark.row("X1-66", "X1-68", "X1-69", "X1-70", "X1-71", "X2-68", "X2-74", "X3-104")
def test_the_second_page_shows_three_cards_with_masked_channels(client, city, mail):
    response = look_up(client, LIN)
    text = words(response)
    assert faults(response) == []
    assert "正在为账号 154**** 找回密码" in text
    assert "154****0001" in text
    assert "lin****@example.test" in text
    assert "两个工作日内受理" in text
    assert text.count("港澳台人员请使用注册时的来往大陆（内地）通行证号码") == 3
    assert text.count("立即找回") >= 2
    assert "上一步" in text
    assert LIN not in response.content.decode()
    assert mail not in response.content.decode()


@pytest.mark.row("X1-67")
def test_what_is_not_set_up_cannot_be_chosen(client, city):
    User.objects.filter(pk=city.lin.pk).update(mobile=None)
    number = User.objects.get(pk=city.lin.pk)
    account_store.set_email(number, "lin@example.test", timezone.now())
    response = look_up(client, "lin@example.test")
    assert "该账号没有绑定手机号，不能选择此方式。" in words(response)
    assert 'href="/recover/mobile/"' not in response.content.decode()
    assert client.get("/recover/mobile/").status_code == 302


@pytest.mark.parametrize("name", [NOBODY, "790101199001010001", "who@example.test", "\x00", "字"])
def test_names_without_an_account_see_the_same_pages(client, city, name, mail):
    client.get("/recover/")
    response = client.post("/recover/", {"name": name, **answer()})
    if name == "\x00":
        return
    assert response["Location"] == "/recover/ways/"
    unknown = client.get("/recover/ways/").content.decode()
    again = Client()
    assert look_up(again, name).content.decode().count("****") == unknown.count("****")
    other = Client()
    known = look_up(other, LIN if name == NOBODY else mail).content.decode()
    if "没有绑定邮箱" not in unknown:
        assert same(unknown) == same(known)
    sent = send_code(client)
    assert same(sent.content.decode()) == same(send_code(other).content.decode())
    wrong = [reset(one, "000000") for one in (client, other)]
    assert {one.status_code for one in wrong} == {422}
    assert same(wrong[0].content.decode()) == same(wrong[1].content.decode())


def test_the_made_up_channels_stay_the_same(client, city):
    shown = {words(look_up(Client(), "790101199001010002")) for _ in range(3)}
    assert len(shown) == 1


def test_sending_asks_as_much_of_the_database_for_everybody(city):
    warm = Client()
    look_up(warm, "15400008888")
    send_code(warm)
    counts = []
    for name in (LIN, NOBODY):
        one = Client()
        look_up(one, name)
        one.get("/recover/mobile/")
        typed = {"_do": "send", **answer()}
        with CaptureQueriesContext(connection) as asked:
            one.post("/recover/mobile/", typed)
        # the console gateway of the tests writes one row of its own
        gateway = sum("people_sentmessage" in query["sql"] for query in asked)
        counts.append(len(asked) - gateway)
    assert counts[0] == counts[1]


def test_answers_wait_for_the_slowest(client, city, monkeypatch):
    slept = []
    monkeypatch.setattr(recover, "STEADY", 5.0)
    monkeypatch.setattr(recover.time, "sleep", slept.append)
    for name in (LIN, NOBODY):
        one = Client()
        look_up(one, name)
        send_code(one)
    assert [round(one) for one in slept] == [5, 5]


@pytest.mark.row("X1-72", "X1-73", "X2-69", "X3-105")
def test_by_mobile(client, city):
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"name": LIN, "password": PASSWORD})
    assert elsewhere.get("/account/").status_code == 200
    look_up(client, LIN)
    page = client.get("/recover/mobile/")
    html = page.content.decode()
    assert faults(page) == []
    assert "154****0001" in html
    assert LIN not in html
    for label in ("图形验证码", "验证码", "新密码", "确认密码", "上一步", "下一步"):
        assert label in html
    assert "8 至 30 位，须含字母和数字" in html
    refused = client.post("/recover/mobile/", {"_do": "send", "_captcha_key": "x"})
    assert refused.status_code == 422
    assert not SentMessage.objects.filter(address=LIN).exists()
    sent = send_code(client)
    assert "验证码已发送" in sent.content.decode()
    response = reset(client, code_for(LIN))
    assert response["Location"] == "/recover/done/"
    assert "重置密码成功" in client.get("/recover/done/").content.decode()
    assert elsewhere.get("/account/").status_code == 302
    assert client.post("/sign-in/", {"name": LIN, "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in/", {"name": LIN, "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short1", "short1", "8"),
        ("onlyletters", "onlyletters", "字母"),
        ("12345678", "12345678", "字母"),
        ("with blank 1", "with blank 1", "空格"),
        (NEW, "different2026", "两次"),
    ],
)
def test_a_bad_password_costs_no_code(client, city, password, again, sentence):
    look_up(client, LIN)
    send_code(client)
    code = code_for(LIN)
    response = reset(client, code, password, again)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert faults(response) == []
    assert reset(client, code).status_code == 302


def test_five_wrong_codes_end_it(client, city):
    look_up(client, LIN)
    send_code(client)
    code = code_for(LIN)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        assert reset(client, wrong).status_code == 422
    assert reset(client, code).status_code == 422
    assert User.objects.get(pk=city.lin.pk).check_password(PASSWORD)


def test_a_code_of_one_browser_is_no_use_in_another(client, city):
    look_up(client, LIN)
    send_code(client)
    other = Client()
    look_up(other, LIN)
    assert reset(other, code_for(LIN)).status_code == 422


def test_looking_up_is_rationed(client, city):
    for _ in range(10):
        assert look_up(client, NOBODY).status_code == 200
    response = look_up(client, NOBODY)
    assert response.status_code == 422
    assert "尝试次数过多" in response.content.decode()
    assert look_up(client, LIN).status_code == 200


@pytest.mark.parametrize("path", ["ways", "mobile", "done", "email"])
def test_pages_in_the_middle_lead_to_the_beginning(client, city, path):
    ask = client.post if path == "email" else client.get
    assert ask(f"/recover/{path}/").status_code == 302
