"""Publishing: all or nothing, immutable, once, and what a document brings along."""

from __future__ import annotations

import contextlib
import json
import threading
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, close_old_connections, connection

from tests.definitions.definitions import VALID
from tests.factories.unions import make_union
from unionhall.casework.publish import NotPublishable, publish
from unionhall.definitions import folder, selectors, store
from unionhall.definitions.models import Document
from unionhall.people.models import User
from unionhall.registers.models import Record

NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)
LATER = datetime(2026, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def lin(db):
    return User.objects.create_user("lin")


def put(pack, by, now=NOW):
    return publish(folder.read([pack]), root=pack.parent, by=by, now=now)


def numbers():
    return {str(one): one.revisions.count() for one in Document.objects.order_by("kind", "key")}


ONCE = {
    "codelist:reasons": 1,
    "pack:pack": 1,
    "process:study-grant": 1,
    "register:award": 1,
    "register:phrases": 1,
    "text:study-granted": 1,
    "text:study-promise": 1,
}


def test_a_pack_becomes_current_as_a_whole(pack, lin):
    done = put(pack, lin)
    assert numbers() == ONCE
    assert [one.stored.is_new for one in done] == [True] * 7
    revision, process = selectors.current_process("study-grant")
    assert (revision.number, revision.published_by, revision.published_at) == (1, lin, NOW)
    assert (process.key, process.digest) == ("study-grant", revision.digest)
    assert selectors.text("study-promise").title == "真实性承诺"
    assert selectors.text_of_digest(selectors.text("study-promise").digest).key == "study-promise"
    assert list(selectors.matter_groups()) == ["study"]
    assert [one.key for one in selectors.registers()] == ["award", "phrases"]
    assert [(document.key, p.title) for document, p in selectors.catalogue()] == [
        ("study-grant", "在职学历补助")
    ]


def test_a_pack_brings_its_permissions(pack, lin):
    put(pack, lin)
    names = Permission.objects.filter(content_type__model="union", codename__endswith="_study")
    assert sorted(names.values_list("codename", flat=True)) == [
        "pay_study",
        "review_study",
        "view_study",
    ]


def test_a_register_starts_with_its_records_and_only_once(pack, lin, change):
    put(pack, lin)
    seeded = Record.objects.filter(register="phrases", union=None, person=None)
    assert [one.values["text"] for one in seeded.order_by("id")] == [
        "材料不清晰，请重新上传。",
        "请核对金额。",
    ]
    seeded.filter(values__text="请核对金额。").update(state="void", closed_at=NOW)
    change(
        "registers/phrases.json", {"op": "add", "path": "/seed/-", "value": {"text": "请补章。"}}
    )
    put(pack, lin, LATER)
    assert [one.values["text"] for one in seeded.order_by("id")] == [
        "材料不清晰，请重新上传。",
        "请核对金额。",
        "请补章。",
    ]


def test_the_same_text_again_is_no_second_revision(pack, lin):
    put(pack, lin)
    file = pack / "pack.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")), indent=8), encoding="utf-8")
    assert [one.stored.is_moved for one in put(pack, lin, LATER)] == [False] * 7
    assert numbers() == ONCE


def test_a_change_is_a_new_revision_and_the_old_one_stays(pack, lin, change):
    put(pack, lin)
    before = selectors.current("process", "study-grant")
    change("processes/study-grant.json", {"op": "replace", "path": "/title", "value": "学历补助"})
    put(pack, lin, LATER)
    after, process = selectors.current_process("study-grant")
    assert (after.number, process.title, after.document.title) == (2, "学历补助", "学历补助")
    assert selectors.process_of(selectors.numbered("process", "study-grant", 1)) == (
        selectors.process_of(before)
    )
    assert numbers() == {**ONCE, "process:study-grant": 2}


def test_an_earlier_text_becomes_current_again_without_a_third_revision(pack, lin, change):
    put(pack, lin)
    change("processes/study-grant.json", {"op": "replace", "path": "/title", "value": "学历补助"})
    put(pack, lin, LATER)
    change(
        "processes/study-grant.json", {"op": "replace", "path": "/title", "value": "在职学历补助"}
    )
    put(pack, lin, LATER)
    assert selectors.current("process", "study-grant").number == 1
    assert numbers() == {**ONCE, "process:study-grant": 2}


def test_an_error_anywhere_publishes_nothing(pack, lin, change):
    change("processes/study-grant.json", {"op": "replace", "path": "/summary/0", "value": "form.x"})
    with pytest.raises(NotPublishable) as refusal:
        put(pack, lin)
    assert refusal.value.code == "lint-errors"
    assert [f.code for one in refusal.value.judged for f in one.findings] == ["REF002"]
    assert (Document.objects.count(), Record.objects.count()) == (0, 0)


def test_a_failing_scenario_publishes_nothing(pack, lin, change):
    change(
        "scenarios/study-grant.json",
        {"op": "add", "path": "/scenarios/0/steps/0/expect/visible", "value": ["degree_no"]},
    )
    with pytest.raises(NotPublishable) as refusal:
        put(pack, lin)
    assert refusal.value.code == "scenarios-failed"
    assert [result.title for trial in refusal.value.trials for result in trial.failed] == [
        "大额：初审、复审、发放"
    ]
    assert Document.objects.count() == 0


def test_the_chain_is_proved_for_the_unions_there_are(pack, lin, change):
    stage = "/stages/0"
    change(
        "processes/study-grant.json",
        {"op": "replace", "path": f"{stage}/if_nobody", "value": "error"},
        {
            "op": "replace",
            "path": f"{stage}/actors/0/at",
            "value": "nearest(union.chain, ['district'])",
        },
    )
    root = make_union("鹭湾市总工会", "root")
    district = make_union("思江区总工会", "district", root)
    make_union("海滨工会", "union", district)
    make_union("港务工会", "direct", root, is_active=False)
    with pytest.raises(NotPublishable) as refusal:
        put(pack, lin)
    (finding,) = [f for one in refusal.value.judged for f in one.findings]
    assert (finding.code, finding.params["union"]) == ("ACT001", "鹭湾市总工会")


def test_a_single_file_of_a_published_pack(pack, lin):
    put(pack, lin)
    other = pack / "processes" / "course-grant.json"
    doc = json.loads((VALID / "minimal.json").read_text("utf-8")) | {"key": "course-grant"}
    other.write_text(json.dumps(doc), encoding="utf-8")
    (done,) = publish(folder.read([other]), root=pack.parent, by=lin, now=LATER)
    assert (str(done.stored.revision), done.stored.is_new) == ("process:course-grant #1", True)
    assert [document.key for document, _ in selectors.catalogue()] == [
        "course-grant",
        "study-grant",
    ]


def test_what_is_not_published_is_named(db):
    with pytest.raises(selectors.NotPublished) as missing:
        selectors.current_process("study-grant")
    assert (missing.value.kind, missing.value.key) == ("process", "study-grant")


def race(pack, monkeypatch, change):
    """Two people publish one change at the same moment: new revisions made, or "collided"."""
    for name in ("lin", "chen"):
        User.objects.create_user(name)
    put(pack, User.objects.get(username="lin"))
    change("processes/study-grant.json", {"op": "replace", "path": "/title", "value": "学历补助"})
    meeting = threading.Barrier(2, timeout=2)
    real = store.publish

    def meeting_before_writing(kind, *args, **values):
        # under the lock only one gets here, and waits in vain for the other
        if kind == "process":
            with contextlib.suppress(threading.BrokenBarrierError):
                meeting.wait()
        return real(kind, *args, **values)

    monkeypatch.setattr(store, "publish", meeting_before_writing)
    outcomes = []

    def one(name):
        try:
            done = put(pack, User.objects.get(username=name), LATER)
            outcomes.append(sum(each.stored.is_new for each in done))
        except IntegrityError:
            outcomes.append("collided")
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=one, args=(name,)) for name in ("lin", "chen")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=str)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_make_one_revision(pack, monkeypatch, change):
    assert race(pack, monkeypatch, change) == [0, 1]
    assert numbers() == {**ONCE, "process:study-grant": 2}
    assert Record.objects.filter(register="phrases").count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="IMMEDIATE queues whole transactions")
def test_without_the_lock_the_second_one_collides(pack, monkeypatch, change):
    monkeypatch.setattr(store, "lock", lambda pack: None)
    assert race(pack, monkeypatch, change) == [1, "collided"]
