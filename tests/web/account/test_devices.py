"""Where one is signed in, and the second step of staff."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.account.test_security import enter
from tests.web.markup import faults
from unionhall.people import second_factor
from unionhall.people.models import User


@pytest.fixture
def lin(client, city):
    enter(client)
    return city.lin


def test_devices_are_listed_and_ended(client, lin):
    phone, pad = Client(HTTP_USER_AGENT="Mozilla Android Chrome/126"), Client()
    enter(phone)
    enter(pad)
    html = client.get("/account/sessions/").content.decode()
    assert "Chrome · Android" in html
    assert html.count("本机") == 1
    key = re.search(r'name="key" value="(\d+)"', html).group(1)
    assert client.post("/account/sessions/", {"key": key}).status_code == 302
    assert sorted([phone.get("/cases/").status_code, pad.get("/cases/").status_code]) == [200, 302]
    assert client.post("/account/sessions/", {"key": "others"}).status_code == 302
    assert [one.get("/cases/").status_code for one in (phone, pad, client)] == [302, 302, 200]


def test_nobody_ends_the_session_of_another(client, lin):
    zhou = Client()
    enter(zhou, "15400000002")
    html = zhou.get("/account/sessions/").content.decode()
    assert "value=" not in re.findall(r'<button[^>]*name="key"[^>]*>', html)
    from allauth.usersessions.models import UserSession

    theirs = UserSession.objects.exclude(user=lin).get()
    for key in (theirs.pk, 10**9, "x", ""):
        assert client.post("/account/sessions/", {"key": key}).status_code == 404
    assert zhou.get("/cases/").status_code == 200


def totp(secret):
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )


@pytest.fixture
def chen(client, city, settings):
    """An officer with a second step; his secret and recovery codes."""
    settings.STAFF_TOTP = "optional"
    enter(client, "15400000101")
    page = client.get("/account/second-step/").content.decode()
    assert "data:image/svg+xml" in page
    secret = re.search(r"second-step__key\">([A-Z2-7 ]+)<", page).group(1).replace(" ", "")
    done = client.post("/account/second-step/", {"code": totp(secret)}).content.decode()
    codes = re.findall(r"<li><code>(\d+)</code>", done)
    client.logout()
    return secret, codes


def test_staff_sign_in_with_a_second_step(client, chen, city):
    secret, codes = chen
    assert enter(client, "15400000101", next="/office/")["Location"] == "/sign-in/second-step/"
    assert client.get("/office/").status_code == 302
    assert faults(client.get("/sign-in/second-step/")) == []
    wrong = client.post("/sign-in/second-step/", {"code": "000000"})
    assert "验证码不正确" in wrong.content.decode()
    code = totp(secret)
    assert client.post("/sign-in/second-step/", {"code": code})["Location"] == "/office/"
    assert client.get("/office/").status_code == 200
    # a code counts once, a recovery code too
    client.logout()
    enter(client, "15400000101")
    assert client.post("/sign-in/second-step/", {"code": code}).status_code == 422
    assert client.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 302
    client.logout()
    enter(client, "15400000101")
    assert client.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 422


def test_another_password_ends_a_second_step_that_waits(client, chen):
    client.logout()
    enter(client, "15400000101")
    assert client.get("/sign-in/second-step/").status_code == 200
    user = User.objects.get(mobile="15400000101")
    user.set_password("brandnew2026")
    user.save(update_fields=["password"])
    assert client.get("/sign-in/second-step/").status_code == 302


def test_the_second_step_is_not_guessed(client, chen, monkeypatch):
    secret, _codes = chen
    enter(client, "15400000101")
    for _try in range(5):
        client.post("/sign-in/second-step/", {"code": "000000"})
    answer = client.post("/sign-in/second-step/", {"code": totp(secret)})
    assert "尝试次数过多" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_secret_is_sealed(chen):
    from allauth.mfa.models import Authenticator

    assert chen[0] not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_it_is_turned_off_with_a_code(client, chen, city):
    secret, codes = chen
    enter(client, "15400000101")
    client.post("/sign-in/second-step/", {"code": codes[0]})
    assert client.post("/account/second-step/", {"code": "000000"}).status_code == 422
    assert client.post("/account/second-step/", {"code": codes[1]}).status_code == 302
    assert not second_factor.has(city.chen)


def test_where_it_is_required_staff_set_it_up_first(client, city, settings):
    settings.STAFF_TOTP = "required"
    enter(client, "15400000101")
    assert client.get("/office/")["Location"] == "/account/second-step/"
    assert client.get("/account/second-step/").status_code == 200
    member = Client()
    enter(member)
    assert member.get("/cases/").status_code == 200
    assert member.get("/account/second-step/").status_code == 404
