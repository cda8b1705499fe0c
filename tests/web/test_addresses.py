"""Whose request it is behind proxies: nobody can write an address for himself."""

from __future__ import annotations

import pytest

from unionhall.people.models import Attempt, Consent
from unionhall.web.middleware.address import client_address, plain_address

PEER = "203.0.113.9"
CASES = [
    # proxies, header, address
    (0, "", PEER),
    (0, "198.51.100.1", PEER),
    (1, "", PEER),
    (1, "198.51.100.1", "198.51.100.1"),
    (1, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
    (1, "127.0.0.1,, 198.51.100.1", "198.51.100.1"),
    (2, "1.2.3.4, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
    (2, "198.51.100.1", "198.51.100.1"),
    (1, "nonsense", PEER),
    (1, "1.2.3.4, nonsense", PEER),
    (1, "x" * 10_000, PEER),
    (1, "1.2.3.4\r\nX: y", PEER),
    (1, "198.51.100.1:5123", "198.51.100.1"),
    (1, "[2001:db8::7]:443", "2001:db8::7"),
    (1, "2001:DB8:0::7", "2001:db8::7"),
    (1, "fe80::1%eth0", "fe80::1"),
    (1, "１９８.51.100.1", PEER),
]


@pytest.mark.parametrize(("proxies", "header", "address"), CASES)
def test_the_address_noted_by_our_outermost_proxy(proxies, header, address):
    assert client_address(PEER, header, proxies) == address


@pytest.mark.parametrize("text", ["", " ", "unknown", "_hidden", "1.2.3", "[::1", ":::", "::1::"])
def test_what_is_no_address_is_none(text):
    assert plain_address(text) in ("", "::1")
    assert client_address("", text, 0) == ""


def test_a_long_header_cannot_reach_behind_the_proxies():
    """However many addresses a client writes, the ones our proxies add stand at the end."""
    for count in range(20):
        written = ", ".join(f"10.9.8.{n}" for n in range(count))
        header = f"{written}, 198.51.100.1, 10.0.0.1" if written else "198.51.100.1, 10.0.0.1"
        assert client_address(PEER, header, 2) == "198.51.100.1"


def ask(client, forwarded: str, number: int):
    mobile = f"154000009{number:02}"
    return client.post(
        "/sign-in/code/",
        {"mobile": mobile, "_do": "send"},
        headers={"X-Forwarded-For": forwarded},
        REMOTE_ADDR=PEER,
    )


def meters() -> int:
    """Keys that counted something: one per phone and one per address."""
    return Attempt.objects.values("meter").distinct().count()


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "addresses"), [(0, 1), (1, 5)])
def test_limits_count_the_address_that_is_believed(client, settings, proxies, addresses):
    settings.TRUSTED_PROXIES = proxies
    for number in range(5):
        ask(client, f"198.51.100.{number}", number)
    assert meters() == 5 + addresses


@pytest.mark.django_db
def test_a_client_behind_one_proxy_cannot_change_its_budget(client, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        ask(client, f"10.1.1.{number}, 198.51.100.1", number)
    assert meters() == 5 + 1


def test_an_agreement_notes_the_address_that_is_believed(office_page, settings):
    settings.TRUSTED_PROXIES = 1
    office_page("6.6.6.6, 198.51.100.7")
    assert set(Consent.objects.values_list("address", flat=True)) == {"198.51.100.7"}


@pytest.fixture
def office_page(city, client):
    """林晓岚 hands an application in, from the address a header claims."""
    from tests.factories.applications import open_office

    office = open_office(city)
    case = office.complete()
    client.force_login(city.lin, backend="unionhall.people.backends.PasswordBackend")

    def post(forwarded: str) -> None:
        typed = {"version": case.version, "key": "k" * 22, "consent": "refund"}
        page = f"/cases/{case.key}/submission/"
        answer = client.post(page, typed, headers={"X-Forwarded-For": forwarded})
        assert answer.status_code == 302, answer.content.decode()[:400]

    return post
