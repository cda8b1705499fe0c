"""Sign-in codes through the pages, many at once: one session for a right code, five looks at all.

`tests/people/test_codes.py` has the same of the record alone; here sessions and middleware, which
read and write beside each other, stand between.
"""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories.people import make_user
from tests.people.together import together
from unionhall.people import codes
from unionhall.people.models import SentMessage, SmsCode

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOBILE = "15400000001"
PAGE = "/sign-in/code/"
STORM = 50


def asked() -> tuple[Client, str]:
    """A browser that asked for a code, and the code."""
    make_user("林晓岚", MOBILE)
    client = Client(raise_request_exception=False)
    client.post(PAGE, {"mobile": MOBILE, "_do": "send"})
    found = re.search(r"\d{6}", SentMessage.objects.latest("id").text)
    assert found is not None
    return client, found.group()


def same_browser(client: Client) -> Client:
    """Another request of the browser: the same cookies."""
    twin = Client(raise_request_exception=False)
    for name, cookie in client.cookies.items():
        twin.cookies[name] = cookie.value
    return twin


def post(client: Client, code: str) -> Any:
    return same_browser(client).post(PAGE, {"mobile": MOBILE, "code": code})


def signed_in() -> int:
    return sum("_auth_user_id" in one.get_decoded() for one in Session.objects.all())


def wrong(code: str, number: int) -> str:
    return f"{(int(code) + 1 + number) % 10**6:06}"


def test_fifty_posts_of_a_right_code_give_one_session():
    client, code = asked()
    answers = together(STORM, lambda _: post(client, code).status_code)
    assert answers.count(302) == 1
    # those who came too late are told so; or their session was renewed under them
    assert set(answers) <= {302, 422, 400}
    assert signed_in() == 1


def test_fifty_wrong_ones_are_looked_at_five_times():
    client, code = asked()
    answers = together(STORM, lambda n: post(client, wrong(code, n)).status_code)
    assert set(answers) == {422}
    assert SmsCode.objects.get().tries == codes.MOST_TRIES
    assert post(client, code).status_code == 422
    assert signed_in() == 0


def test_a_right_one_among_wrong_ones_wins_within_the_five_or_not_at_all():
    client, code = asked()
    tried = together(STORM, lambda n: post(client, code if n == 25 else wrong(code, n)).status_code)
    row = SmsCode.objects.get()
    assert row.tries <= codes.MOST_TRIES
    assert tried.count(302) == signed_in() == (row.used_at is not None)


def test_control_without_the_conditional_update_many_are_let_in(monkeypatch):
    """Read, compare, save: then every request that read before the first save is a session."""
    client, code = asked()
    read = threading.Barrier(8)

    def careless(phone: str, purpose: str, bound_to: str, given: str, now: Any) -> bool:
        row = SmsCode.objects.get()
        is_right = row.used_at is None and given == code
        read.wait(20)
        row.used_at = now
        row.save()
        return is_right

    monkeypatch.setattr(codes, "spend", careless)
    together(8, lambda _: post(client, code))
    assert signed_in() > 1
