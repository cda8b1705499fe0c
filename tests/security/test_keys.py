"""Rotating keys: afterwards nothing needs the old key, and every value is what it was."""

from __future__ import annotations

import base64
import secrets
import threading
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.applications import ACCOUNT
from tests.people.together import together
from tests.security.conftest import bring
from unionhall.cases import sealed
from unionhall.cases.models import Draft, Submission
from unionhall.config.management.keys import places, reindexing, rotation
from unionhall.definitions.selectors import process_of
from unionhall.people import sealing, selectors, store
from unionhall.people.models import IdentityDocument, PersonChange
from unionhall.registers import selectors as registers
from unionhall.registers.models import RecordKey, RecordTerm

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NUMBER = "79010119850101003X"


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def clear() -> dict[str, object]:
    """Everything sealed, in clear, by where it lies."""
    found: dict[str, object] = {}
    for place in places.all_places():
        for row in place.rows.values_list("pk", *place.columns):
            opened: list[str] = []

            def note(raw: bytes, opened: list[str] = opened) -> bytes:
                opened.append(sealing.unseal(raw))
                return raw

            for value in row[1:]:
                places.changed(value, note)
            if opened:
                found[f"{place.model._meta.db_table} {row[0]}"] = opened
    return found


def under(key: str) -> int:
    return sum(counts[key] for counts in rotation.status().values())


@pytest.fixture
def life(office, settings):
    """Documents, a draft, submissions, decided values, records and history under one old key."""
    settings.SEALING_KEYS = [new_key()]
    for document in IdentityDocument.objects.all():  # made under the key of the settings before
        document.sealed_number = sealing.seal(f"790101198501{document.pk:06}")
        document.save()
    bring(office, "returned")
    case = office.submitted(office.city.zhou, office.city.machinery)
    office.approve(case, office.city.he)
    office.disburse(case)
    PersonChange.objects.create(
        person=office.city.lin.person,
        field="document_no",
        sealed_before=sealing.seal(NUMBER),
        sealed_after=sealing.seal("E79000001"),
        by=office.city.su,
        at=NOW,
    )
    return office


@pytest.fixture
def old(life) -> str:
    return sealing.newest_key_id()


def put_in_front(settings) -> None:
    settings.SEALING_KEYS = [new_key(), *settings.SEALING_KEYS]


def test_after_rotating_the_old_key_may_be_thrown_away(life, old, settings):
    before = clear()
    tables = {column.split(".")[0] for column in rotation.status()}
    assert tables >= {
        *("people_identitydocument", "people_personchange", "cases_draft", "cases_submission"),
        *("registers_record", "registers_recordchange"),
    }
    put_in_front(settings)
    assert under(old) > 10
    rotation.rotate(batch=2)
    assert under(old) == 0
    assert clear() == before
    settings.SEALING_KEYS = settings.SEALING_KEYS[:1]
    assert clear() == before
    for draft in Draft.objects.select_related("case__revision"):
        process = process_of(draft.case.revision)
        assert sealed.unsealed(process, draft.answers)["account_no"] == ACCOUNT["account_no"]
    assert rotation.rotate().rows.total() == 0


def test_a_rotation_that_was_killed_goes_on(life, old, settings, monkeypatch):
    before = clear()
    put_in_front(settings)
    whole, row = under(old), rotation._row
    done = []

    def killed(*given):
        if len(done) == 7:
            raise KeyboardInterrupt
        done.append(row(*given))
        return done[-1]

    monkeypatch.setattr(rotation, "_row", killed)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(batch=2)
    assert 0 < under(old) < whole
    assert clear() == before
    monkeypatch.undo()
    rotation.rotate(batch=2)
    assert under(old) == 0
    assert clear() == before


@pytest.mark.django_db(transaction=True)
def test_writers_beside_it_lose_nothing(settings):
    """Each writer changes its own row many times while the rotation runs over all of them."""
    from tests.factories.people import make_person

    settings.SEALING_KEYS = [new_key()]
    people = [make_person(f"甲{n}", f"7901011985010{n:05}") for n in range(6)]
    old = sealing.newest_key_id()
    put_in_front(settings)
    last: dict[int, str] = {}

    def act(number: int) -> None:
        if number == 0:
            rotation.rotate(batch=2)
            return
        person = people[number]
        for turn in range(15):
            text = f"E{number:03}{turn:05}"
            IdentityDocument.objects.filter(person=person).update(sealed_number=sealing.seal(text))
            last[person.pk] = text

    together(6, act)
    rotation.rotate()
    assert under(old) == 0
    for person in people[1:]:
        assert sealing.unseal(person.documents.get().sealed_number) == last[person.pk]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_a_writer_loses(settings):
    """Reading first and writing later, as the rotation would without its lock, undoes a save."""
    from tests.factories.people import make_person

    settings.SEALING_KEYS = [new_key()]
    person = make_person("甲", NUMBER)
    put_in_front(settings)
    read, written = threading.Event(), threading.Event()

    def act(number: int) -> None:
        rows = IdentityDocument.objects.filter(person=person)
        if number == 0:
            raw = rows.get().sealed_number
            read.set()
            written.wait(10)
            rows.update(sealed_number=sealing.seal(sealing.unseal(raw)))
        else:
            read.wait(10)
            rows.update(sealed_number=sealing.seal("E79000001"))
            written.set()

    together(2, act)
    assert sealing.unseal(person.documents.get().sealed_number) == NUMBER


def test_a_typed_token_and_one_of_a_lost_key_stay_as_they_are(life, old, settings):
    draft = Draft.objects.order_by("pk").last()
    lost = settings.SEALING_KEYS
    settings.SEALING_KEYS = [new_key()]
    stray = sealing.seal_values({"a": "x"}, ["a"])["a"]
    settings.SEALING_KEYS = lost
    typed = {"bank_branch": f"{sealing.TOKEN}不是密文", "account_name": stray}
    Draft.objects.filter(pk=draft.pk).update(answers={**draft.answers, **typed})
    put_in_front(settings)
    out = StringIO()
    with pytest.raises(CommandError, match="cases_draft 1"):
        call_command("keys", "rotate", stdout=out)
    assert under(old) == 0
    answers = Draft.objects.get(pk=draft.pk).answers
    assert {name: answers[name] for name in typed} == typed


def test_the_command_says_what_is_due_and_never_a_key(life, old, settings):
    put_in_front(settings)
    out = StringIO()
    call_command("keys", "status", stdout=out)
    assert f"people_identitydocument.sealed_number\t{old}\tolder" in out.getvalue()
    call_command("keys", "rotate", "--batch", "3", stdout=out)
    call_command("keys", "status", stdout=out)
    last = out.getvalue().splitlines()[-1]
    assert last == f"newest key {sealing.newest_key_id()}; 0 values under older keys"
    for secret in (*settings.SEALING_KEYS, ACCOUNT["account_no"], NUMBER):
        assert secret not in out.getvalue()


def test_reindexing_finds_everything_again(life, settings):
    person = life.city.lin.person
    store.add_document(person, "H7901234501", kind="516", is_primary=False)
    asked = {"union": life.city.software_union.key}
    assert registers.find("fund-payment", asked).count() == 1
    settings.BLIND_INDEX_KEY = new_key()
    assert selectors.person_by_document("516", "H79012345") is None
    assert registers.find("fund-payment", asked).count() == 0
    before = [RecordTerm.objects.count(), RecordKey.objects.count()]
    for _ in range(2):
        reindexing.reindex(NOW)
        assert selectors.person_by_document("516", "H7901234502") == person
        assert registers.find("fund-payment", asked).count() == 1
        assert [RecordTerm.objects.count(), RecordKey.objects.count()] == before


def test_what_was_submitted_stays_as_it_was_handed_in(life, settings):
    def told():
        return [
            sealed.unsealed(process_of(one.revision), one.answers)
            for one in Submission.objects.select_related("revision").order_by("pk")
        ]

    before = told()
    put_in_front(settings)
    rotation.rotate()
    assert told() == before
