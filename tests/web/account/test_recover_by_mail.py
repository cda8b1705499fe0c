"""The way back in by a letter: one link, once, for half an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.web.account.recovering import NEW, link_in, look_up
from tests.web.account.test_recover import words
from tests.web.markup import faults
from unionhall.people import account_store
from unionhall.people.models import RecoveryToken, SentMessage, User
from unionhall.web.account.views import recover

LIN = "15400000001"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Waiting for the slowest is tested by itself."""
    monkeypatch.setattr(recover, "STEADY", 0.0)


@pytest.fixture
def mail(city) -> str:
    account_store.set_email(city.lin, "linxiaolan@example.test", timezone.now())
    return "linxiaolan@example.test"


@pytest.mark.row("X1-74", "X1-75", "X2-70", "X3-106")
def test_by_e_mail(client, city, mail):
    look_up(client, LIN)
    response = client.post("/recover/email/")
    assert "lin****@example.test" in response.content.decode()
    letter = SentMessage.objects.get(channel="mail")
    assert letter.address == mail
    address = link_in(letter.text)
    assert "http://127.0.0.1:8000/recover/link/" in letter.text
    browser = Client()
    page = browser.get(address)
    assert faults(page) == []
    assert browser.get(address).status_code == 200  # looking uses nothing up
    typed = {"key": address.split("key=")[1], "password": NEW, "again": NEW}
    assert browser.post("/recover/link/", {**typed, "again": "other2026"}).status_code == 422
    assert browser.post("/recover/link/", typed)["Location"] == "/recover/done/"
    assert User.objects.get(pk=city.lin.pk).check_password(NEW)
    assert browser.post("/recover/link/", typed).status_code == 410
    assert "重新找回密码" in browser.get(address).content.decode()


def test_the_host_header_writes_no_links(client, city, mail, settings):
    settings.ALLOWED_HOSTS = ["*"]
    look_up(client, LIN)
    client.post("/recover/email/", headers={"Host": "evil.example.test"})
    letter = SentMessage.objects.filter(channel="mail").first()
    assert letter is None or "evil" not in letter.text


def test_a_link_lasts_half_an_hour_and_a_new_one_ends_it(client, city, mail):
    with time_machine.travel("2026-11-21T09:00:00+08:00", tick=False) as clock:
        look_up(client, LIN)
        client.post("/recover/email/")
        first = link_in(SentMessage.objects.latest("id").text)
        clock.shift(timedelta(minutes=2))
        client.post("/recover/email/")
        second = link_in(SentMessage.objects.latest("id").text)
        assert client.get(first).status_code == 410
        clock.shift(timedelta(minutes=29, seconds=59))
        assert client.get(second).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert client.get(second).status_code == 410


def test_only_the_hash_of_a_link_is_kept(client, city, mail):
    look_up(client, LIN)
    client.post("/recover/email/")
    secret = link_in(SentMessage.objects.latest("id").text).split("key=")[1]
    assert secret not in str(RecoveryToken.objects.values().get())


def test_an_unproven_address_is_no_way(client, city):
    User.objects.filter(pk=city.lin.pk).update(email="lin@example.test")
    text = words(look_up(client, LIN))
    assert "该账号没有绑定邮箱" in text
    client.post("/recover/email/")
    assert not SentMessage.objects.filter(channel="mail").exists()


@pytest.mark.parametrize("key", ["", "x", "x" * 5000, "\x00", "字"])
def test_odd_links_are_old(client, city, key):
    assert client.get("/recover/link/", {"key": key}).status_code == 410
    assert client.post("/recover/link/", {"key": key}).status_code == 410
