from __future__ import annotations

import base64
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.people import sealing

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
VALUES = st.none() | st.booleans() | st.integers() | TEXTS | st.lists(TEXTS)


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@given(TEXTS)
def test_what_is_sealed_comes_back(text):
    assert sealing.unseal(sealing.seal(text)) == text


def test_sealing_twice_never_looks_the_same():
    assert sealing.seal("790101198501010013") != sealing.seal("790101198501010013")


def test_nothing_of_the_number_is_left():
    assert b"1985" not in sealing.seal("790101198501010013")


def test_an_altered_value_is_refused():
    sealed = bytearray(sealing.seal("79010119850101003X"))
    sealed[-1] ^= 1
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"short", b"\x00" * 40])
def test_rubbish_is_refused(sealed):
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)


def test_an_old_key_still_opens_and_the_new_one_seals(settings):
    old, new = new_key(), new_key()
    settings.SEALING_KEYS = [old]
    sealed = sealing.seal("x")
    settings.SEALING_KEYS = [new, old]
    assert sealing.unseal(sealed) == "x"
    assert sealing.key_id_of(sealed) != sealing.newest_key_id()
    assert sealing.key_id_of(sealing.seal("x")) == sealing.newest_key_id()
    settings.SEALING_KEYS = [new]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)


def test_the_blind_index_does_not_change_with_the_ring(settings):
    before = sealing.blind_index("790101198501010013")
    settings.SEALING_KEYS = [new_key()]
    assert sealing.blind_index("790101198501010013") == before
    settings.BLIND_INDEX_KEY = new_key()
    assert sealing.blind_index("790101198501010013") != before


def test_a_short_key_is_refused_loudly(settings):
    settings.SEALING_KEYS = [base64.b64encode(b"short").decode()]
    with pytest.raises(ValueError, match="32 bytes"):
        sealing.seal("x")


def test_values_are_sealed_where_the_paths_say():
    answers = {"name": "林", "bank": {"no": "6222", "name": "示例银行"}, "rows": [{"id": "A"}, {}]}
    sealed = sealing.seal_values(answers, ["bank.no", "rows/*/id", "absent.path"])
    assert answers["bank"]["no"] == "6222"
    assert sealed["name"] == "林"
    assert sealed["bank"]["name"] == "示例银行"
    assert sealed["bank"]["no"].startswith("sealed:v1:")
    assert sealed["rows"][0]["id"].startswith("sealed:v1:")
    assert sealed["rows"][1] == {}
    assert sealing.unseal_values(sealed, ["bank.no", "rows.id"]) == answers


@given(VALUES)
def test_every_json_value_round_trips(value):
    sealed = sealing.seal_values({"a": value}, ["a"])
    assert sealing.unseal_values(sealed, ["a"]) == {"a": value}


def test_a_typed_token_is_just_text():
    """Somebody who types another's token must not get it opened."""
    stolen = sealing.seal_values({"a": "790101198501010013"}, ["a"])["a"]
    kept = sealing.seal_values({"a": stolen}, ["a"])
    assert sealing.unseal_values(kept, ["a"]) == {"a": stolen}
    assert sealing.unseal_values({"b": stolen}, ["a"]) == {"b": stolen}


def test_values_from_before_sealing_stay_readable():
    assert sealing.unseal_values({"a": "plain", "n": None}, ["a", "n"]) == {"a": "plain", "n": None}
