from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import get_hasher
from django.contrib.sessions.backends.db import SessionStore

from tests.factories.people import PASSWORD, VERIFIED, make_person, make_user
from tests.people.test_codes import sent
from tests.people.together import together
from unionhall.people import backends, codes
from unionhall.people.models import User
from unionhall.people.selectors import account_by_name

MOBILE = "15400000001"
DOCUMENT = "79010119850101003X"


@pytest.fixture
def lin(db):
    person = make_person("林晓岚", DOCUMENT, mobile=MOBILE)
    return make_user("林晓岚", MOBILE, person, email="lin@example.test", email_verified_at=VERIFIED)


@pytest.fixture
def request_(rf):
    request = rf.post("/sign-in/")
    request.session = SessionStore()
    return request


def sign_in(request, name, password=PASSWORD):
    return authenticate(request, username=name, password=password)


@pytest.mark.row("X1-18")
@pytest.mark.parametrize(
    "name",
    [MOBILE, f" {MOBILE} ", DOCUMENT, DOCUMENT.lower(), "LIN@Example.test", "１５４00000001"],
    ids=["mobile", "blanks", "ID", "small x", "e-mail", "full width"],
)
def test_every_name_of_an_account_signs_in(lin, request_, name):
    assert sign_in(request_, name) == lin


@pytest.mark.parametrize("name", ["", "15400000009", "a\x00b", "\ud800", "x" * 5000, "lin", "%"])
def test_other_names_do_not(lin, request_, name):
    assert sign_in(request_, name) is None


@pytest.mark.parametrize("password", ["", "unionhall-dem", "x" * 10_000, "UNIONHALL-DEMO"])
def test_other_passwords_do_not(lin, request_, password):
    assert sign_in(request_, MOBILE, password) is None


def test_a_closed_account_is_closed(lin, request_):
    User.objects.update(is_active=False)
    assert sign_in(request_, MOBILE) is None
    assert backends.PasswordBackend().get_user(lin.pk) is None


def test_the_system_account_cannot_sign_in(db, request_):
    system = User.objects.system()
    assert sign_in(request_, system.username, "!") is None


def test_one_number_of_two_people_is_nobody(lin, request_):
    other = make_person("同号", "790101198502020025")
    make_user("同号", "15400000002", other)
    from unionhall.people import store

    store.add_document(other, DOCUMENT, kind="553")
    assert sign_in(request_, DOCUMENT) is None


def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(lin, request_, monkeypatch):
    hasher = get_hasher()
    calls = []
    for name in ("encode", "verify"):
        real = getattr(type(hasher), name)
        monkeypatch.setattr(
            type(hasher),
            name,
            lambda *a, _real=real, _name=name, **k: calls.append(_name) or _real(*a, **k),
        )
    sign_in(request_, MOBILE, "wrong")
    known = len(calls)
    calls.clear()
    sign_in(request_, "15400000009", "wrong")
    assert (known, len(calls)) == (1, 1)


@pytest.mark.parametrize("name", [MOBILE, "15400000009"], ids=["known", "unknown"])
def test_ten_failures_lock_known_and_unknown_names_alike(lin, request_, time_machine, name):
    start = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    time_machine.move_to(start, tick=False)
    assert [sign_in(request_, name, "wrong") for _ in range(10)] == [None] * 10
    assert backends.wait_for(request_, name) == timedelta(minutes=15)
    assert sign_in(request_, name) is None
    time_machine.move_to(start + timedelta(minutes=15), tick=False)
    assert backends.wait_for(request_, name) == timedelta(0)
    assert sign_in(request_, name) == (lin if name == MOBILE else None)


def test_all_names_of_an_account_are_locked_together(lin, request_):
    for _ in range(5):
        sign_in(request_, MOBILE, "wrong")
        sign_in(request_, DOCUMENT, "wrong")
    assert sign_in(request_, "lin@example.test") is None


def test_the_right_password_clears_the_failures(lin, request_):
    for _ in range(3):
        for _ in range(9):
            sign_in(request_, MOBILE, "wrong")
        assert sign_in(request_, MOBILE) == lin


def test_an_address_that_tries_many_names_is_stopped(lin, request_, monkeypatch):
    monkeypatch.setattr(backends, "ADDRESS_FAILURES", (backends.Window(3, timedelta(minutes=15)),))
    for number in range(3):
        sign_in(request_, f"1540000100{number}", "wrong")
    assert sign_in(request_, MOBILE) is None
    assert backends.wait_for(request_, MOBILE) > timedelta(minutes=14)


def test_a_code_signs_in_the_browser_that_asked(lin, request_, rf):
    bound = codes.binding(request_.session)
    code = sent(now=datetime.now(UTC), bound_to=bound)
    stranger = rf.post("/sign-in/code/")
    stranger.session = SessionStore()
    assert authenticate(stranger, mobile=MOBILE, code=code) is None
    assert authenticate(request_, mobile=MOBILE, code=code) == lin
    assert authenticate(request_, mobile=MOBILE, code=code) is None


def test_a_code_of_a_phone_without_an_account_is_nobody(db, request_):
    code = sent(now=datetime.now(UTC), bound_to=codes.binding(request_.session))
    assert authenticate(request_, mobile=MOBILE, code=code) is None


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_are_never_compared_more_than_ten_times(rf, monkeypatch):
    make_user("林晓岚", MOBILE, email="lin@example.test")
    compared = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: compared.append(raw) and False)
    together(30, lambda n: authenticate(rf.post("/"), username=MOBILE, password=f"guess-{n}"))
    assert len(compared) == 10


@pytest.mark.parametrize("name", [MOBILE, DOCUMENT, "15400000009", "nobody@example.test"])
def test_known_and_unknown_names_cost_the_same_queries(lin, name, django_assert_num_queries):
    with django_assert_num_queries(2):
        account_by_name(name)
