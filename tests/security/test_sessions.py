"""Cookies, sessions, forged forms, headers: what a browser is told and what it is believed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.people import PASSWORD
from tests.security.conftest import bring, browser
from tests.security.matrix import ROWS
from tests.security.places import furnish
from tests.security.test_matrix import filled
from unionhall.people import codes
from unionhall.people.models import SentMessage

SIGN_IN = {"name": "15400000001", "password": PASSWORD}
OUTSIDE = [
    *(
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "///evil.test",
        "https://evil.test",
        "http:///evil.test",
    ),
    *(
        "javascript:alert(1)",
        " //evil.test",
        "/\t/evil.test",
        "\t//evil.test",
        "/\n/evil.test",
        "//evil.test@127.0.0.1",
    ),
    *(
        "data:text/html,x",
        "https:evil.test",
        "/%09/evil.test\\@x",
        "//[::1",
        "http://[",
        "\x00//evil.test",
    ),
]


def leads_outside(location: str) -> bool:
    return (
        location.startswith(("//", "/\\", "\\"))
        or "://" in location
        or not location.startswith("/")
    )


@pytest.mark.parametrize("target", OUTSIDE)
def test_nobody_is_led_away(office, target):
    client = browser(None)
    for page, typed in (("/sign-in/", SIGN_IN), ("/display/", {"size": "large"})):
        for address, form in (
            (page, {**typed, "next": target}),
            (f"{page}?next=%2F%2Fevil.test", typed),
        ):
            answer = client.post(address, form)
            assert answer.status_code == 302
            assert not leads_outside(answer["Location"])
            client.logout()


def test_the_session_is_new_after_signing_in_and_dead_after_leaving(office):
    client = browser(None)
    client.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    planted = client.cookies["sessionid"].value
    client.post("/sign-in/", SIGN_IN)
    inside = client.cookies["sessionid"].value
    assert inside != planted
    thief = browser(None)
    thief.cookies["sessionid"] = planted
    assert thief.get("/cases/").status_code == 302
    client.post("/sign-out/")
    thief.cookies["sessionid"] = inside
    assert thief.get("/cases/").status_code == 302
    thief.cookies["sessionid"] = "x" * 32
    thief.get("/sign-in/")
    thief.post("/sign-in/", SIGN_IN)
    assert thief.cookies["sessionid"].value != "x" * 32


def test_cookies_are_shut(office):
    client = browser(None)
    client.get("/sign-in/")
    client.post("/sign-in/", SIGN_IN)
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (name, cookie["httponly"], cookie["samesite"]) == (name, True, "Lax")


# Machines call it: no session, every body signed (tests/casework/outside, tests/web/test_outside).
SIGNED = "outside/<slug:hook>/answers/"


def test_every_post_needs_its_token(office, cast):
    case = bring(office, "confirm")
    keys = furnish(office, cast.people, case)
    wrong = []
    for user in (office.city.lin, office.city.chen):
        for route in ROWS:
            answer = browser(user, csrf=True).post(
                filled(route, keys), {"version": case.version, "_version": case.version}
            )
            if answer.status_code != 403 and route != SIGNED:
                wrong.append((route, answer.status_code))
    assert wrong == []


def test_personal_pages_are_never_kept_or_framed(office):
    case = bring(office, "confirm")
    pages = {
        office.city.lin: ("/", "/cases/", f"/cases/{case.key}/", "/account/", "/nothing/"),
        office.city.chen: ("/office/", f"/office/cases/{case.key}/"),
    }
    for user, addresses in pages.items():
        for address in addresses:
            answer = browser(user).get(address)
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Frame-Options"] == "SAMEORIGIN"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "unsafe" not in answer["Content-Security-Policy"]
            assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["evil.test", "127.0.0.1.evil.test", "evil.test:80", "localhost@evil.test", "a b", ""]
)
def test_other_hosts_are_refused(office, host):
    answer = browser(None).get(
        "/", headers={"Host": host} if host else None, HTTP_X_FORWARDED_HOST="evil.test"
    )
    assert answer.status_code == (400 if host else 200)
    assert "evil.test" not in answer.content.decode()


def test_known_and_unknown_accounts_are_told_the_same(office):
    told = set()
    names = (
        "15400000001",
        "15400000777",
        "nobody@example.test",
        "790101199001010000",
        "x\x00y",
        "x" * 5000,
    )
    for number, name in enumerate(names):
        # from an address each: after three failures one is asked for a captcha
        typed = {"name": name, "password": "wrong"}
        answer = browser(None).post("/sign-in/", typed, REMOTE_ADDR=f"192.0.2.{number}")
        assert answer.status_code == 422
        told.add(answer.content.decode().count("账号或密码"))
    assert len(told) == 1


def test_a_code_is_tried_five_times_in_its_own_browser(office):
    mine, other = browser(None), browser(None)
    mine.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    code = "".join(c for c in SentMessage.objects.latest("id").text.split("，")[0] if c.isdigit())[
        :6
    ]
    right = {"mobile": "15400000001", "code": code}
    assert other.post("/sign-in/code/", right).status_code == 422
    for _ in range(codes.MOST_TRIES - 1):
        assert mine.post("/sign-in/code/", {**right, "code": "abc"}).status_code == 422
    assert mine.post("/sign-in/code/", right).status_code == 422
    again = mine.post("/sign-in/code/", {"mobile": "15400000001", "_do": "send"})
    assert again.status_code == 422
    assert SentMessage.objects.count() == 1


def test_signing_out_is_a_post(office):
    client = browser(office.city.lin)
    assert client.get(reverse("account:sign_out")).status_code == 405
    assert client.get("/cases/").status_code == 200
