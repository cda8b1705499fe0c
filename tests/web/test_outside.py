"""The door for answers from outside: who cannot sign learns nothing, nobody gets more than once."""

from __future__ import annotations

import json
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.casework.outside.small import HOOK, SECRET, bank_case, begun, dispatch_of, lines_of
from tests.factories.applications import fresh, open_office
from unionhall.cases.models import DispatchAnswer
from unionhall.casework.jobs import runner
from unionhall.casework.outside import reading, receive
from unionhall.web import outside
from unionhall.web.outside import SIGNATURE, TIMESTAMP, sign

pytestmark = pytest.mark.django_db
EACH = {"lines": "each", "outside": {"hook": HOOK, "send": {"name": "item.name"}}}
OLD = "o" * 32


@pytest.fixture(autouse=True)
def secrets(settings, tmp_path):
    settings.OUTSIDE_SECRETS = {HOOK: (SECRET, OLD), "other": ("x" * 32,)}
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(city):
    return begun(open_office(city), bank_case(**EACH), names=2)


def payload(case, *, id="a-1", ok=True, **more):
    lines = [
        {"line": line.key, "ok": ok, "reason": "" if ok else "不符"} for line in lines_of(case)
    ]
    return {"dispatch": dispatch_of(case).key, "id": id, "lines": lines, **more}


def post(client, body, *, hook=HOOK, secret=SECRET, at=None, headers=None, kind="application/json"):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = str(int(time.time() if at is None else at))
    signed = {TIMESTAMP: stamp, SIGNATURE: sign(secret, stamp, raw)} if secret else {}
    url = reverse("web:outside_answers", args=[hook])
    return client.post(url, raw, content_type=kind, headers={**signed, **(headers or {})})


def told(response):
    return response.status_code, response.json().get("code", "")


@pytest.mark.row("S1-25", "S1-26")
def test_a_signed_answer_is_taken_and_told_of(client, case):
    response = post(client, payload(case))
    assert response.status_code == 200
    assert response.json() == {
        "id": "a-1", "passed": 2, "failed": 0, "ignored": 0, "unknown": [], "repeated": False, "late": False
    }  # fmt: skip
    assert fresh(case).stage == "last"
    assert "sessionid" not in response.cookies
    assert "no-store" in response["Cache-Control"]


def test_the_same_request_again_does_nothing(client, case):
    body = payload(case)
    post(client, body)
    again = post(client, body)
    assert (again.status_code, again.json()["repeated"], again.json()["passed"]) == (200, True, 2)
    assert DispatchAnswer.objects.count() == 1


def test_the_old_secret_holds_until_it_is_taken_away(client, case):
    assert post(client, payload(case), secret=OLD).status_code == 200


@pytest.mark.parametrize("shift", [-301, 301, -(10**9)])
def test_an_old_or_early_request_is_refused(client, case, shift):
    assert told(post(client, payload(case), at=time.time() + shift)) == (401, "stale")
    assert DispatchAnswer.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {TIMESTAMP: "1"},
        {TIMESTAMP: "1", SIGNATURE: "0" * 64},
        {TIMESTAMP: "１", SIGNATURE: "0" * 64},
        {TIMESTAMP: "9" * 40, SIGNATURE: "0" * 64},
        {TIMESTAMP: "1", SIGNATURE: "é" * 64},
    ],
)
def test_who_cannot_sign_learns_nothing(client, case, headers):
    there = post(client, payload(case), secret="", headers=headers)
    nowhere = post(client, {**payload(case), "dispatch": "0" * 32}, secret="", headers=headers)
    assert told(there) == told(nowhere) == (401, "bad-signature")


def test_a_signature_covers_every_byte(client, case):
    raw, stamp = json.dumps(payload(case)).encode(), str(int(time.time()))
    headers = {TIMESTAMP: stamp, SIGNATURE: sign(SECRET, stamp, raw)}
    changed = raw.replace(b"true", b"false", 1)
    assert told(post(client, changed, secret="", headers=headers)) == (401, "bad-signature")


def test_a_signature_of_one_system_opens_nothing_of_another(client, case):
    assert told(post(client, payload(case), hook="other", secret="x" * 32)) == (404, "not-found")
    assert told(post(client, payload(case), hook="other")) == (401, "bad-signature")
    assert told(post(client, payload(case), hook="unheard-of")) == (401, "bad-signature")


@pytest.mark.parametrize("secret", ["", "z" * 32])
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
@pytest.mark.parametrize("at", [None, 1])
def test_a_known_hook_answers_strangers_as_an_unknown_one(client, case, secret, kind, at):
    """Whatever is wrong with a request, nobody can tell by it which hooks there are."""
    body = payload(case)
    known, without, strange = (
        post(client, body, hook=hook, secret=secret, kind=kind, at=at)
        for hook in (HOOK, "other", "unheard-of")
    )
    assert told(known) == told(without) == told(strange)
    assert known.content == without.content == strange.content
    assert known.status_code == (401 if kind == "application/json" else 415)


def test_every_hook_is_compared_with_as_many_secrets(client, case, monkeypatch):
    """The time it takes says nothing either: an unknown hook costs as many signatures."""
    signed = []

    def count(secret, timestamp, body):
        signed.append(secret)
        return sign(secret, timestamp, body)

    monkeypatch.setattr(outside, "sign", count)
    for hook in (HOOK, "other", "unheard-of"):
        post(client, payload(case), hook=hook, secret="z" * 32)
    assert len(signed) == 3 * len((SECRET, OLD))
    assert not {SECRET, OLD, "x" * 32} & set(signed[-2:])


@pytest.mark.parametrize("hook", [HOOK, "unheard-of"])
def test_nobody_reads_here(client, case, hook):
    assert client.get(reverse("web:outside_answers", args=[hook])).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b" ", 422, "not-json"),
        (b"{", 422, "not-json"),
        (b"\xff\xfe", 422, "not-json"),
        (b"[" * 100_000, 422, "not-json"),
        (b'{"n": NaN}', 422, "not-json"),
        (b"9" * 5000, 422, "not-json"),
        (b"null", 422, "bad-answer"),
        (b'{"dispatch": "x", "id": "1", "ok": true}', 404, "not-found"),
        (b'{"dispatch": "\\u0000", "id": "1", "ok": true}', 422, "bad-answer"),
    ],
)
def test_broken_bodies_are_told_apart(client, case, body, status, code):
    assert told(post(client, body)) == (status, code)


def test_only_json_of_a_bounded_size(client, case, settings):
    assert told(post(client, payload(case), kind="text/plain")) == (415, "not-json")
    settings.MAX_ANSWER_SIZE = 50
    assert told(post(client, payload(case))) == (413, "too-large")


def test_what_cannot_be_done_now_is_a_conflict_with_a_sentence(client, case):
    whole = {"dispatch": dispatch_of(case).key, "id": "1", "ok": True}
    response = post(client, whole)
    assert told(response) == (409, "no-verdict")
    assert response.json()["sentence"]
    assert fresh(case).stage == "bank"


def test_a_long_answer_is_acknowledged_and_matched_by_its_id(client, case, settings, monkeypatch):
    """202 says that it lies safe; the same again says how far it is, then what became of it."""
    settings.STORAGES = settings.STORAGES | {
        "jobs": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": f"{settings.MEDIA_ROOT}/jobs"},
        }
    }
    monkeypatch.setattr(receive, "AT_ONCE", 1)
    body = payload(case, id="2026-1")
    first = post(client, body)
    assert (first.status_code, first.json()) == (
        202,
        {"id": "2026-1", "pending": True, "done": 0, "total": 2, "repeated": False},
    )
    assert post(client, body).json()["repeated"] is True
    assert fresh(case).stage == "bank"
    runner.run(timezone.now)
    done = post(client, body)
    assert done.status_code == 200
    assert (done.json()["id"], done.json()["passed"], done.json()["repeated"]) == (
        "2026-1",
        2,
        True,
    )
    assert fresh(case).stage == "last"


def test_too_large_or_too_many_says_what_to_do(client, case, settings, monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 1)
    many = post(client, payload(case))
    assert told(many) == (422, "too-many-lines")
    assert "分批" in many.json()["sentence"]
    settings.MAX_ANSWER_SIZE = 50
    large = post(client, payload(case))
    assert told(large) == (413, "too-large")
    assert "分批" in large.json()["sentence"]
    assert fresh(case).stage == "bank"
    assert DispatchAnswer.objects.count() == 0
