"""What an entry holds, and what it never does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from unionhall import audit
from unionhall.audit import scrubbing
from unionhall.audit.models import AuditEntry
from unionhall.language.canonical import canonical

NOW = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)


def only() -> AuditEntry:
    return AuditEntry.objects.get()


@pytest.mark.django_db
def test_an_entry_keeps_who_what_when_and_from_where(actor):
    values = {"union": "k1", "groups": ("a", "b"), "until": date(2026, 5, 1), "again": True, "n": 3}
    audit.record(
        "grant", by=actor, now=NOW, about="user:7", values=values, address="::ffff:192.0.2.7"
    )
    entry = only()
    entry.refresh_from_db()
    assert (entry.kind, entry.at, entry.about) == ("grant", NOW, "user:7")
    assert (entry.actor_id, entry.actor_name) == (actor.pk, "u-audit")
    assert entry.values == {
        "union": "k1",
        "groups": ["a", "b"],
        "until": "2026-05-01",
        "again": True,
        "n": 3,
    }
    assert entry.address == "192.0.2.7"


@pytest.mark.django_db
def test_nobody_and_nonsense_are_written_too():
    audit.record(
        "sign-in-failed", by=None, now=NOW, about="\x00\ud800" * 300, address="no, 10.0.0.1"
    )
    entry = only()
    assert (entry.actor_id, entry.actor_name, entry.address) == (None, "", None)
    assert len(entry.about) == 200


@pytest.mark.django_db
def test_an_unknown_kind_and_a_moment_without_zone_are_mistakes_of_the_caller(actor):
    with pytest.raises(ValueError, match="kind"):
        audit.record("grnat", by=actor, now=NOW)
    with pytest.raises(ValueError, match="time zone"):
        audit.record("grant", by=actor, now=NOW.replace(tzinfo=None))


@pytest.mark.django_db
def test_an_entry_goes_with_the_deed_that_failed(actor):
    with transaction.atomic():
        audit.record("grant", by=actor, now=NOW)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


NUMBERS = [
    "79010119850101001X",
    "790101850101001",
    "６２２２０２１２３４５６７８９０１２３",
    "7901 0119 8501 0100 1x",
    "6222-0212-3456-7890",
]


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_of_a_person_stands_in_an_entry(actor, number):
    audit.record(
        "reveal",
        by=actor,
        now=NOW,
        about=f"document:{number}",
        values={"a": number, f"b {number}": [{"c": f"no{number}."}], "n": 790101198501010010},
    )
    entry = only()
    everything = repr((entry.about, entry.values))
    assert number not in everything
    assert "790101198501010010" not in everything
    assert everything.count("****") == 5


def test_keys_hashes_and_moments_are_left_alone():
    kept = [
        "union:x3J-09aZ_2234567812AbC",
        "0123456789012345678901234567890123456789012345678901234567abcdef",
        "2026-03-09T02:30:00+00:00",
        "HJ20260300000123",
        "15400000001",
    ]
    assert [scrubbing.text(one) for one in kept] == kept


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)


@given(ANY)
def test_whatever_is_handed_in_can_be_stored_and_hashed(value):
    plain = scrubbing.plain(value)
    assert scrubbing.plain(plain) == plain
    canonical(plain).encode()
