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
