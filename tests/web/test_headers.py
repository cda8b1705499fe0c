"""Headers of every answer, whatever it is."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.web.markup import POLICY, directives, faults


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/sign-in/code/", "/account/help/", "/nope/"])
def test_public_pages_keep_the_policy(client, path):
    assert faults(client.get(path)) == []


def test_the_policy_allows_nothing_unsafe():
    text = str(settings.CONTENT_SECURITY_POLICY)
    assert "unsafe" not in text
    assert "*" not in text


@pytest.mark.django_db
def test_standing_headers(client):
    response = client.get("/")
    names = (
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "X-Frame-Options",
    )
    assert [response[name] for name in names] == [
        "same-origin",
        "same-origin",
        "same-origin",
        "SAMEORIGIN",
    ]
    assert response["Permissions-Policy"].startswith("camera=(self), microphone=()")


def test_static_files_may_be_kept_and_carry_the_policy(client):
    response = client.get("/static/css/tokens.css")
    assert response.status_code == 200
    assert "max-age" in response["Cache-Control"]
    assert directives(response["Content-Security-Policy"]) == directives(POLICY)


@pytest.mark.django_db
def test_each_answer_has_its_own_trace_number(client):
    numbers = {client.get("/sign-in/", headers={"X-Trace-Id": "mine"})["X-Trace-Id"] for _ in "abc"}
    assert len(numbers) == 3
    assert all(len(number) == 10 for number in numbers)


@pytest.mark.django_db
def test_cookies_are_closed_to_scripts(client):
    client.get("/sign-in/")
    cookie = client.cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.django_db
def test_a_foreign_host_is_refused(client):
    response = client.get("/", headers={"host": "evil.example.test"})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
