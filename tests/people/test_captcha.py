"""A challenge is answered once; the sum in words is rationed by address."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime, timedelta

import pytest
from captcha.models import CaptchaStore
from PIL import Image

from tests.people.together import together
from unionhall.people import captcha

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def made(kind: str = captcha.PICTURE, now: datetime = NOW, address: str = "192.0.2.1"):
    found = captcha.new(kind, address=address, now=now)
    return found, CaptchaStore.objects.get(hashkey=found.key).response


@pytest.mark.row("X2-67")
def test_five_signs_in_a_picture(db):
    found, answer = made()
    assert len(answer) == 5
    assert found.question == ""
    image = Image.open(io.BytesIO(captcha.picture(found.key)))
    assert image.format == "PNG"
    assert image.width > image.height > 30
    assert answer not in found.key


def test_large_small_full_width_and_blanks_are_the_same(db):
    found, answer = made()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in answer.upper())
    assert captcha.passes(found.key, f" {wide} ", NOW)


@pytest.mark.parametrize("first", ["right", "wrong"])
def test_a_challenge_is_answered_once(db, first):
    found, answer = made()
    assert captcha.passes(found.key, answer if first == "right" else "?", NOW) is (first == "right")
    assert captcha.passes(found.key, answer, NOW) is False
    assert captcha.picture(found.key) is None


def test_ten_minutes(db):
    found, answer = made()
    assert captcha.passes(found.key, answer, NOW + timedelta(minutes=10)) is False
    found, answer = made()
    assert captcha.passes(found.key, answer, NOW + timedelta(minutes=9, seconds=59)) is True


def test_old_ones_do_not_stay(db):
    made()
    made(now=NOW + timedelta(minutes=11))
    assert CaptchaStore.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 5000, "a\x00b", "é", "abc"])
def test_odd_keys_are_wrong(db, key):
    assert captcha.passes(key, "abcde", NOW) is False
    assert captcha.picture(key) is None


def test_a_sum_in_words_for_who_cannot_see(db):
    found, answer = made(captcha.WORDS)
    assert "加" in found.question
    assert not any(sign.isdigit() for sign in found.question)
    assert captcha.picture(found.key) is None
    assert captcha.passes(
        found.key, answer.translate({ord(str(n)): 0xFF10 + n for n in range(10)}), NOW
    )


def test_sums_are_rationed_by_address_pictures_are_not(db):
    for _ in range(6):
        made(captcha.WORDS)
    with pytest.raises(captcha.TooMany) as refusal:
        made(captcha.WORDS)
    assert refusal.value.wait == timedelta(minutes=30)
    made(captcha.WORDS, address="192.0.2.2")
    made()
    made(captcha.WORDS, now=NOW + timedelta(minutes=30))


@pytest.mark.django_db(transaction=True)
def test_of_thirty_parallel_right_answers_one_counts():
    found, answer = made()
    assert sum(together(30, lambda _: captcha.passes(found.key, answer, NOW))) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_counting_the_deletion_many_count():
    found, answer = made()
    read = threading.Barrier(8)

    def careless(_: int) -> bool:
        row = CaptchaStore.objects.get(hashkey=found.key)
        read.wait(10)
        CaptchaStore.objects.filter(pk=row.pk).delete()
        return row.response == answer.lower()

    assert sum(together(8, careless)) == 8
