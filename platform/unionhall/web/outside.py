"""Where outside systems bring their answers: signed requests, no session, no form.

How a request is signed stands in docs/how-to/connect-a-bank.md. Whoever cannot sign learns nothing:
not whether a hook is known, nor whether a dispatch exists.
"""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from unionhall.casework.outside import gateways
from unionhall.casework.outside.answer import Received, answer
from unionhall.casework.outside.reading import read
from unionhall.casework.refusals import NotYours, Refused
from unionhall.people.models import User

log = structlog.get_logger(__name__)
# How far the clocks may differ, and how long a request that was listened to could be sent again.
# A repeated one does nothing anyway: every answer has a name of its own.
SECONDS = 300
TIMESTAMP, SIGNATURE = "X-Unionhall-Timestamp", "X-Unionhall-Signature"
JSON_TYPE = "application/json"


class Turned(Exception):
    """Not taken: status and code of the answer."""

    def __init__(self, status: int, code: str, sentence: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.sentence = status, code, sentence


@never_cache
@csrf_exempt
@login_not_required
def answers(request: HttpRequest, hook: str) -> JsonResponse:
    """POST one answer. 200 says what became of it; 401, 404, 409, 411, 413, 415 and 422 that it was
    not taken, with a code and, once the signature was right, a sentence."""
    try:
        return JsonResponse(_told(_take(request, hook)))
    except Turned as turned:
        log.warning("answer-not-taken", hook=hook[:80], code=turned.code)
        told = {"code": turned.code, "sentence": turned.sentence}
        return JsonResponse({k: v for k, v in told.items() if v}, status=turned.status)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature over the time and every byte of the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()


def _take(request: HttpRequest, hook: str) -> Received:
    secrets = gateways.secrets_of(hook)
    if not secrets or request.method != "POST":
        raise Turned(404, "not-found")
    if request.content_type != JSON_TYPE:
        raise Turned(415, "not-json")
    body = _body(request)
    _check_signature(request, body, secrets)
    try:
        told = read(_parsed(body))
        return answer(told, hook=hook, by=User.objects.system(), now=timezone.now())
    except NotYours as nobody:
        raise Turned(404, "not-found") from nobody
    except Refused as refusal:
        status = 422 if refusal.code == "bad-answer" else 409
        raise Turned(status, refusal.code, refusal.sentence) from refusal


def _body(request: HttpRequest) -> bytes:
    """Read no more than may be sent, whatever the length says."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or "")
    except ValueError as missing:
        raise Turned(411, "length-needed") from missing
    if length > settings.MAX_ANSWER_SIZE:
        raise Turned(413, "too-large")
    body = request.read(settings.MAX_ANSWER_SIZE + 1)
    if len(body) > settings.MAX_ANSWER_SIZE:
        raise Turned(413, "too-large")
    return body


def _check_signature(request: HttpRequest, body: bytes, secrets: tuple[str, ...]) -> None:
    timestamp = request.headers.get(TIMESTAMP, "")
    given = request.headers.get(SIGNATURE, "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise Turned(401, "bad-signature")
    wanted = [sign(secret, timestamp, body) for secret in secrets]
    # all of them are compared, so that the time it takes says nothing
    if not (given.isascii() and sum(hmac.compare_digest(one, given) for one in wanted)):
        raise Turned(401, "bad-signature")
    if abs(timezone.now().timestamp() - int(timestamp)) > SECONDS:
        raise Turned(401, "stale")


def _parsed(body: bytes) -> Any:
    def refuse(_name: str) -> None:
        raise ValueError("no number")

    try:
        return json.loads(body.decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError) as broken:
        raise Turned(422, "not-json") from broken


def _told(received: Received) -> dict[str, Any]:
    return {
        "passed": received.passed,
        "failed": received.failed,
        "ignored": received.ignored,
        "unknown": list(received.unknown),
        "repeated": received.is_repeated,
        "late": received.is_late,
    }
