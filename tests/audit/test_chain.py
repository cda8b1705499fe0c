"""The chain: whatever is done to stored entries, the walk finds the first broken place."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from tests.audit.conftest import NOW
from tests.people.together import together
from unionhall import audit
from unionhall.audit import chain
from unionhall.audit.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db(transaction=True)
# Transactions at once in the race
PARALLEL = 16


def at(seq: int) -> AuditEntry:
    return AuditEntry.objects.get(seq=seq)


def test_entries_are_sealed_when_their_transaction_commits(write):
    with transaction.atomic():
        write("a", "b")
        assert not AuditEntry.objects.exclude(seq=None).exists()
    write("c")
    assert list(AuditEntry.objects.order_by("seq").values_list("seq", "about")) == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]
    assert chain.verify() == chain.Verdict(3, at(3).digest, 0)


def test_what_was_not_sealed_is_sealed_later(write, monkeypatch):
    monkeypatch.setattr(chain, "seal", lambda: None)
    write("a", "b")
    monkeypatch.undo()
    assert chain.verify().unsealed == 2
    assert chain.seal() == 2
    assert chain.seal() == 0
    assert chain.verify().unsealed == 0


def test_a_chain_longer_than_a_batch_is_sealed_and_walked(write, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 3)
    with transaction.atomic():
        write(*"abcdefg")
    assert chain.verify().seq == 7


def test_an_empty_trail_is_whole():
    assert chain.verify() == chain.Verdict(0, "", 0)


def changed():
    AuditEntry.objects.filter(seq=3).update(actor_name="somebody else")


def changed_values():
    AuditEntry.objects.filter(seq=3).update(values={"groups": []})


def removed():
    at(3).delete()


def removed_and_closed_up():
    at(3).delete()
    for seq in (4, 5):
        AuditEntry.objects.filter(seq=seq).update(seq=seq - 1)


def inserted():
    for seq in (5, 4, 3):
        AuditEntry.objects.filter(seq=seq).update(seq=seq + 1)
    AuditEntry.objects.create(
        seq=3, at=NOW, kind="grant", previous=at(2).digest, digest=at(4).previous
    )


def reordered():
    AuditEntry.objects.filter(seq=3).update(seq=99)
    AuditEntry.objects.filter(seq=4).update(seq=3)
    AuditEntry.objects.filter(seq=99).update(seq=4)


@pytest.mark.parametrize(
    "damage", [changed, changed_values, removed, removed_and_closed_up, inserted, reordered]
)
def test_the_walk_says_where_the_chain_breaks(write, damage):
    write(*"abcde")
    damage()
    verdict = chain.verify()
    assert (verdict.seq, "entry 3" in verdict.broken) == (2, True), verdict


def test_a_cut_off_end_is_found(write):
    write(*"abcde")
    AuditEntry.objects.filter(seq__gt=3).delete()
    assert "cut off" in chain.verify().broken


def test_a_cut_off_end_with_a_head_to_match_is_found(write):
    write(*"abcde")
    AuditEntry.objects.filter(seq__gt=3).delete()
    AuditHead.objects.update(seq=3, digest=at(3).digest)
    assert "head of the chain was changed" in chain.verify().broken


def test_a_head_put_back_to_what_it_was_is_found_by_an_earlier_check(write):
    write(*"abc")
    old = AuditHead.objects.get()
    write(*"de")
    seen = chain.verify()
    AuditEntry.objects.filter(seq__gt=3).delete()
    old.save()
    assert chain.verify().broken == ""
    assert "cut off" in chain.verify((seen.seq, seen.digest)).broken
    write(*"fg")
    assert "entry 5" in chain.verify((seen.seq, seen.digest)).broken


def test_entries_nobody_sealed_are_found(write):
    write(*"ab")
    AuditHead.objects.update(seq=F("seq") + 0)
    entry = AuditEntry(seq=3, at=NOW, kind="grant", previous=at(2).digest)
    entry.digest = chain.digest(entry)
    entry.save()
    assert "entry 3" in chain.verify().broken


def test_without_the_key_nobody_writes_a_chain_that_holds(write, settings):
    write(*"abc")
    settings.AUDIT_KEY = "another"
    assert "head" in chain.verify().broken


def test_sixteen_transactions_at_once_make_one_chain_without_a_gap(actor):
    def work(number: int) -> None:
        for turn in range(3):
            with transaction.atomic():
                audit.record("grant", by=actor, now=NOW, about=f"{number}.{turn}")

    together(PARALLEL, work)
    assert chain.verify() == chain.Verdict(PARALLEL * 3, at(PARALLEL * 3).digest, 0)


def test_control_a_sealer_without_the_lock_goes_on_from_an_old_head(write, monkeypatch):
    """It read the head before another one sealed: what the lock is there to prevent."""
    write("a")
    old = AuditHead.objects.get()
    write("b")
    monkeypatch.setattr(chain, "seal", lambda: None)
    write("c")
    monkeypatch.undo()
    monkeypatch.setattr(chain, "_locked_head", lambda: old)
    with pytest.raises(IntegrityError):
        chain.seal()
    assert chain.verify().unsealed == 1


def audited(*arguments: str) -> str:
    out = io.StringIO()
    call_command("audit", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_that_the_chain_holds_or_ends_with_an_error(write):
    write(*"abc")
    said = audited("verify")
    assert "3" in said
    assert at(3).digest in said
    AuditEntry.objects.filter(seq=2).update(about="x")
    with pytest.raises(CommandError, match="entry 2") as stopped:
        audited("verify")
    assert stopped.value.returncode == 1


def test_the_command_compares_with_what_an_earlier_check_printed(write):
    write(*"abc")
    audited("verify", "--seen", f"3:{at(3).digest}")
    with pytest.raises(CommandError, match="entry 3"):
        audited("verify", "--seen", f"3:{'0' * 64}")
    with pytest.raises(CommandError, match="SEQ:DIGEST"):
        audited("verify", "--seen", "three")


def test_the_command_shows_the_newest_entries(write):
    write("a", "b", union="k1")
    write("c", kind="publish")
    said = audited("show", "--kind", "grant", "--last", "1")
    assert "b" in said
    assert "k1" in said
    assert "publish" not in said
