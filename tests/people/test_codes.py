from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.people.together import together
from unionhall.people import codes, gateways
from unionhall.people.models import SentMessage, SmsCode
from unionhall.people.selectors import outbox

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PHONE = "15400000001"
SECOND = timedelta(seconds=1)


def sent(now: datetime = NOW, phone: str = PHONE, bound_to: str = "here", **where) -> str:
    """Send a code and read it from the outbox."""
    codes.send(phone, codes.SIGN_IN, bound_to, where.get("address"), now)
    return re.search(r"\d{6}", outbox(1)[0].text).group()


def spend(code: str, now: datetime = NOW, phone: str = PHONE, bound_to: str = "here", **what):
    return codes.spend(phone, what.get("purpose", codes.SIGN_IN), bound_to, code, now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_is_good_once(db):
    code = sent()
    assert spend(code) is True
    assert spend(code) is False


def test_full_width_digits_and_blanks_are_forgiven(db):
    code = sent()
    assert spend(" " + code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})) is True


def test_only_a_hash_is_stored(db):
    code = sent()
    assert code not in str(SmsCode.objects.values().get())
    assert PHONE not in str(SmsCode.objects.values().get())


@pytest.mark.parametrize(
    "change",
    [{"phone": "15400000002"}, {"bound_to": "elsewhere"}, {"purpose": "change-phone"}],
    ids=["phone", "session", "purpose"],
)
def test_a_code_is_bound_to(db, change):
    code = sent()
    assert spend(code, **change) is False
    assert spend(code) is True


def test_ten_minutes(db):
    code = sent()
    assert spend(code, NOW + timedelta(minutes=10)) is False
    assert spend(code, NOW + timedelta(minutes=10) - SECOND) is True


def test_five_tries_then_even_the_right_one_is_refused(db):
    code = sent()
    assert [spend(wrong(code)) for _ in range(4)] == [False] * 4
    assert SmsCode.objects.get().tries == 4
    assert spend(wrong(code)) is False
    assert spend(code) is False
    assert SmsCode.objects.get().tries == 5


def test_the_fifth_try_may_still_be_right(db):
    code = sent()
    assert [spend(wrong(code)) for _ in range(4)] == [False] * 4
    assert spend(code) is True


def test_a_new_code_ends_the_old_one(db):
    old = sent()
    new = sent(NOW + 61 * SECOND)
    assert spend(old, NOW + 62 * SECOND) is (old == new)
    assert spend(new, NOW + 62 * SECOND) is (old != new)


def test_one_a_minute_five_an_hour_ten_a_day(db):
    def waits(now: datetime) -> timedelta | None:
        try:
            sent(now)
        except codes.CodeRefused as refused:
            return refused.wait if refused.code == "too-soon" else None
        return None

    minute = timedelta(minutes=1)
    assert waits(NOW) is None
    assert waits(NOW + 59 * SECOND) == SECOND
    assert [waits(NOW + n * minute) for n in range(1, 5)] == [None] * 4
    assert waits(NOW + 5 * minute) == 55 * minute
    assert [waits(NOW + (60 + n) * minute) for n in range(5)] == [None] * 5
    assert waits(NOW + 180 * minute) == timedelta(days=1) - 180 * minute


def test_an_address_has_a_budget_too(db, monkeypatch):
    monkeypatch.setattr(codes, "PER_ADDRESS", (codes.Window(2, timedelta(hours=1)),))
    sent(phone="15400000011", address="192.0.2.7")
    sent(phone="15400000012", address="192.0.2.7")
    with pytest.raises(codes.CodeRefused) as refused:
        sent(phone="15400000013", address="192.0.2.7")
    assert refused.value.code == "too-soon"
    sent(phone="15400000013", address="192.0.2.8")  # the refusal cost the phone nothing


@pytest.mark.parametrize(
    "phone", ["", "154", "25400000001", "1540000000１1", "abc", "1540000000\x00"]
)
def test_what_is_no_mobile_is_refused(db, phone):
    with pytest.raises(codes.CodeRefused) as refused:
        codes.send(phone, codes.SIGN_IN, "here", None, NOW)
    assert refused.value.code == "bad-phone"
    assert SentMessage.objects.count() == 0


def test_a_gateway_that_is_down_costs_nothing(db, monkeypatch):
    class Down:
        def send(self, mobile: str, text: str) -> None:
            raise gateways.GatewayDown

    with monkeypatch.context() as patched:
        patched.setattr(gateways, "sms", Down)
        with pytest.raises(codes.CodeRefused) as refused:
            sent()
    assert refused.value.code == "not-sent"
    assert spend(sent()) is True


def test_the_console_gateway_is_refused_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(gateways.ImproperlyConfigured):
        gateways.sms()


def test_a_session_keeps_one_binding():
    session: dict = {}
    first = codes.binding(session)
    assert codes.binding(session) == first
    assert codes.binding({}) != first


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_right_answers_give_one_success():
    code = sent()
    assert sum(together(50, lambda _: spend(code))) == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_wrong_answers_are_never_compared_more_than_five_times():
    code = sent()
    assert sum(together(20, lambda _: spend(wrong(code)))) == 0
    assert SmsCode.objects.get().tries == 5
    assert spend(code) is False


@pytest.mark.django_db(transaction=True)
def test_control_without_the_conditional_update_many_win():
    """Read, compare, save: what the guard prevents really happens without it."""
    import threading

    code = sent()
    read = threading.Barrier(8)

    def careless(_: int) -> bool:
        row = SmsCode.objects.get()
        is_right = row.used_at is None and row.digest == codes._digest(
            PHONE, codes.SIGN_IN, "here", code
        )
        read.wait(10)
        row.used_at = NOW
        row.save()
        return is_right

    assert sum(together(8, careless)) == 8


def test_old_codes_do_not_stay_for_ever(db):
    sent(NOW)
    sent(NOW + timedelta(days=31))
    assert SmsCode.objects.count() == 1
