"""Where outside systems bring their answers: signed requests, no session, no form.

How a request is signed stands in docs/how-to/connect-a-bank.md. Whoever cannot sign learns nothing:
not whether a hook is known, nor whether a dispatch exists. What cannot be right for any hook (the
method, the type, the size) is said to everybody alike, before anything of ours is asked.
"""

from __future__ import annotations

import hmac
import json
import secrets
from hashlib import sha256
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from unionhall.casework.outside import gateways
from unionhall.casework.outside.arriving import Received
from unionhall.casework.outside.reading import OutsideAnswer, read
from unionhall.casework.outside.receive import receive
from unionhall.casework.refusals import NotYours, Refused
from unionhall.people.models import User

log = structlog.get_logger(__name__)
# How far the clocks may differ, and how long a request that was listened to could be sent again.
# A repeated one does nothing anyway: every answer has a name of its own.
SECONDS = 300
TIMESTAMP, SIGNATURE = "X-Unionhall-Timestamp", "X-Unionhall-Signature"
JSON_TYPE = "application/json"
# Refused as something the other side has to change; everything else may pass later
UNREADABLE = frozenset({"bad-answer", "too-many-lines"})


class Turned(Exception):
    """Not taken: status and code of the answer."""

    def __init__(self, status: int, code: str, sentence: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.sentence = status, code, sentence


@never_cache
@csrf_exempt
@login_not_required
def answers(request: HttpRequest, hook: str) -> JsonResponse:
    """POST one answer. 200 says what became of it, 202 that the worker applies it; 401, 404, 409,
    411, 413, 415 and 422 that it was not taken, with a code and often a sentence."""
    try:
        told, received = _take(request, hook)
        status = 202 if received.is_pending else 200
        return JsonResponse(_told(told, received), status=status)
    except Turned as turned:
        log.warning("answer-not-taken", hook=hook[:80], code=turned.code)
        why = {"code": turned.code, "sentence": turned.sentence}
        return JsonResponse({k: v for k, v in why.items() if v}, status=turned.status)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature over the time and every byte of the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()


def _take(request: HttpRequest, hook: str) -> tuple[OutsideAnswer, Received]:
    if request.method != "POST":
        raise Turned(404, "not-found")
    if request.content_type != JSON_TYPE:
        raise Turned(415, "not-json")
    body = _body(request)
    _check_signature(request, body, _secrets(hook))
    try:
        told = read(_parsed(body))
        by = User.objects.system()
        return told, receive(told, hook=hook, by=by, now=timezone.now())
    except NotYours as nobody:
        raise Turned(404, "not-found") from nobody
    except Refused as refusal:
        status = 422 if refusal.code in UNREADABLE else 409
        raise Turned(status, refusal.code, refusal.sentence) from refusal


def _body(request: HttpRequest) -> bytes:
    """Read no more than may be sent, whatever the length says."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or "")
    except ValueError as missing:
        raise Turned(411, "length-needed") from missing
    if length > settings.MAX_ANSWER_SIZE:
        raise _too_large()
    body = request.read(settings.MAX_ANSWER_SIZE + 1)
    if len(body) > settings.MAX_ANSWER_SIZE:
        raise _too_large()
    return body


def _too_large() -> Turned:
    words = _("At most {size} KB at once. Please send it in parts.")
    return Turned(413, "too-large", words.format(size=settings.MAX_ANSWER_SIZE >> 10))


def _secrets(hook: str) -> tuple[str, ...]:
    """Of every hook as many, drawn anew where there are none: so nothing shows, not even the time
    it takes, which hooks are known."""
    known = gateways.secrets_of(hook)
    missing = max(1, gateways.most_secrets()) - len(known)
    return (*known, *(secrets.token_hex(32) for _number in range(missing)))


def _check_signature(request: HttpRequest, body: bytes, known: tuple[str, ...]) -> None:
    timestamp = request.headers.get(TIMESTAMP, "")
    given = request.headers.get(SIGNATURE, "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise Turned(401, "bad-signature")
    wanted = [sign(secret, timestamp, body) for secret in known]
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


def _told(told: OutsideAnswer, received: Received) -> dict[str, Any]:
    """`id` as it was sent: what is pending is matched by it, and asked for by sending it again."""
    if received.is_pending:
        return {
            "id": told.id,
            "pending": True,
            "done": received.done,
            "total": received.total,
            "repeated": received.is_repeated,
        }
    return {
        "id": told.id,
        "passed": received.passed,
        "failed": received.failed,
        "ignored": received.ignored,
        "unknown": list(received.unknown),
        "repeated": received.is_repeated,
        "late": received.is_late,
    }
