"""Before Django makes a request: charsets, and bodies that are too large, by WSGI and ASGI."""

from __future__ import annotations

import asyncio

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from unionhall.config import asgi
from unionhall.config.charsets import plain_charset


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("text/html", "text/html"),
        ("text/html; charset=utf-8", "text/html; charset=utf-8"),
        ('text/html; charset="UTF8"', 'text/html; charset="UTF8"'),
        ("a/b; charset=rot13", "a/b; charset=us-ascii"),
        ("a/b; Charset = 'idna'", "a/b; charset=us-ascii"),
        ("a/b; charset*=utf-8''rot13", "a/b; charset=us-ascii"),
        ("a/b; charset=utf-80; boundary=x", "a/b; charset=us-ascii; boundary=x"),
    ],
)
def test_foreign_charsets_are_called_ascii(given, plain):
    assert plain_charset(given) == plain


def answered(body: list[bytes], content_type: str = "a/b", length: int | None = None) -> int | None:
    """Status of a POST through the ASGI application; None when it was cut off."""
    headers = [(b"host", b"localhost"), (b"content-type", content_type.encode())]
    headers += [(b"content-length", str(length).encode())] if length is not None else []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/sign-in/",
        "query_string": b"q=%41",
        "headers": headers,
        "client": ("192.0.2.1", 5000),
        "server": ("localhost", 80),
        "scheme": "http",
    }
    parts = list(body)
    sent = []

    async def receive():
        if not parts:
            await asyncio.sleep(30)
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message):
        sent.append(message)

    async def run():
        await asyncio.wait_for(asgi.application(scope, receive, send), 20)

    asyncio.run(run())
    return sent[0]["status"] if sent else None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("charset", ["rot13", "idna", "base64", "utf-7"])
def test_asgi_refuses_foreign_charsets(charset):
    assert answered([b"x"], f"a/b; charset={charset}") == 400


@pytest.mark.django_db(transaction=True)
def test_asgi_stops_a_body_without_end(settings):
    settings.MAX_BODY_SIZE = 1000
    assert answered([b"x" * 300] * 3) in (403, 422, 302, 200)
    assert answered([b"x" * 300] * 50) is None
    assert answered([b"x"], length=5000) == 413


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_all_files_together_have_a_limit(client, settings, accept):
    settings.MAX_BODY_SIZE = 50_000
    files = [SimpleUploadedFile(f"{n}.png", b"x" * 20_000) for n in range(3)]
    answer = client.post("/sign-in/", {"file": files}, headers={"Accept": accept})
    assert answer.status_code == 413
    assert "48.8" in answer.content.decode()
    one = client.post("/sign-in/", {"file": files[:1]}, headers={"Accept": accept})
    assert one.status_code != 413


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "x", "-5", "٣"])
def test_an_odd_length_is_no_fault(client, length):
    answer = client.generic("POST", "/sign-in/", b"", CONTENT_LENGTH=length)
    assert answer.status_code < 500
