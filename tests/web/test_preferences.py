"""Large text: one switch, without an account, without a script, back to the same page."""

from __future__ import annotations

import pytest

from unionhall.web.addresses import safe_next


@pytest.mark.django_db
def test_large_text_is_switched_on_and_off(client):
    assert '<html lang="zh-Hans">' in client.get("/sign-in/").content.decode()
    response = client.post("/display/", {"size": "large", "next": "/sign-in/?next=/cases/"})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/cases/")
    assert 'class="is-large"' in client.get("/sign-in/").content.decode()
    assert 'class="is-large"' in client.get("/nowhere/").content.decode()
    client.post("/display/", {"size": "normal"})
    assert '<html lang="zh-Hans">' in client.get("/sign-in/").content.decode()


def test_it_is_a_form_not_a_link(client):
    assert client.get("/display/").status_code == 405


@pytest.mark.parametrize(
    "given",
    [
        "https://evil.example.test/",
        "//evil.example.test/",
        "/\\evil.example.test",
        "javascript:alert(1)",
        "cases/",
        "\x00/",
        "",
    ],
)
def test_foreign_addresses_lead_nowhere(rf, given):
    assert safe_next(rf.post("/", {"next": given}), fallback="/home/") == "/home/"


@pytest.mark.parametrize("given", ["/", "/cases/?tab=all", "/files/abc/"])
def test_own_addresses_are_kept(rf, given):
    assert safe_next(rf.post("/", {"next": given}), fallback="/home/") == given
