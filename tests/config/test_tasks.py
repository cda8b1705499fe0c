"""What the worker does by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from unionhall.cases.files import storage
from unionhall.config import tasks


@pytest.mark.django_db
def test_a_tick_drops_expired_sessions_only():
    now = timezone.now()
    for key, minutes in (("old", -1), ("new", 5)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(minutes=minutes)
        )
    tasks.tick()
    tasks.tick()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


@pytest.mark.django_db
def test_the_sweep_deletes_old_orphans(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("aa/bb/orphan.png", ContentFile(b"x"))
    tasks.sweep()
    assert default_storage.exists("aa/bb/orphan.png")
    monkeypatch.setattr(storage, "GRACE", timedelta(seconds=-1))
    tasks.sweep()
    assert not default_storage.exists("aa/bb/orphan.png")


@pytest.mark.django_db
def test_a_duty_that_fails_keeps_no_other_waiting(monkeypatch):
    done = []

    def fail(**_: object) -> int:
        raise OSError

    monkeypatch.setattr(tasks, "publish_snapshots", fail)
    monkeypatch.setattr(tasks, "catch_up_lists", lambda **_: done.append("cells") or 0)
    monkeypatch.setattr(tasks.outside, "remind_due", lambda clock: done.append("reminders") or 0)
    tasks.duties()
    assert done == ["cells", "reminders"]


@pytest.mark.django_db
def test_the_tick_wakes_for_jobs_that_are_due_and_only_then(monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.waking, "send", woken.append)
    tasks.tick()
    assert woken == []
    monkeypatch.setattr(tasks.claim, "is_due", lambda now: True)
    tasks.tick()
    assert woken == ["jobs"]


@pytest.mark.django_db
def test_a_worker_that_has_more_to_do_wakes_itself_and_a_broker_that_is_down_harms_nobody(
    monkeypatch,
):
    woken = []

    def broken(what: str) -> None:
        woken.append(what)
        raise ConnectionError

    monkeypatch.setattr(tasks.waking, "send", broken)
    monkeypatch.setattr(tasks.runner, "run", lambda clock, relief: True)
    tasks.work()
    monkeypatch.setattr(tasks.runner, "run", lambda clock, relief: False)
    tasks.work()
    assert woken == ["jobs"]


@pytest.mark.django_db
def test_between_the_steps_of_a_long_job_messages_go_out_and_once_a_minute_the_rest(monkeypatch):
    done = []
    monkeypatch.setattr(tasks.notices, "tell", lambda clock: done.append("tell") or 0)
    monkeypatch.setattr(tasks.notices, "send", lambda clock, **_: done.append("send") or 0)
    monkeypatch.setattr(tasks.outside, "send_due", lambda clock, **_: done.append("outside") or 0)
    monkeypatch.setattr(tasks, "_last_duties", tasks.monotonic() - tasks.MINUTE)
    monkeypatch.setattr(tasks.chain, "seal", lambda: done.append("duties") or 0)
    tasks.relieve()
    tasks.relieve()
    assert done == ["tell", "send", "outside", "duties", "tell", "send", "outside"]
