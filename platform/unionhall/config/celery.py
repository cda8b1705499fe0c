"""The background worker: Celery on a broker that only wakes it up.

What is due stands in the database; a task carries ids and may run twice or be lost. Without
BROKER_URL messages are files below VAR_DIR, so no server has to be installed.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

from django.conf import settings  # noqa: E402 - the settings module must be named first


def _broker() -> dict[str, Any]:
    url = os.environ.get("BROKER_URL", "")
    if url:
        # a killed worker's messages come back within seconds instead of an hour (safety.md)
        options = {"unacked_restore_interval": 3, "unacked_restore_throttle": 1}
        return {
            "broker_url": url,
            "broker_transport_options": options if url.startswith("redis") else {},
        }
    folder = settings.VAR_DIR / "broker"
    for name in ("messages", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://",
        "broker_transport_options": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
        },
    }


app = Celery("unionhall", set_as_current=True, include=["unionhall.config.tasks"])
app.conf.update(
    **_broker(),
    task_ignore_result=True,
    task_acks_late=True,
    task_serializer="json",
    accept_content=["json"],
    timezone=settings.TIME_ZONE,
    enable_utc=True,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    # a wake-up that nobody took in time is dropped: the next one finds the same work
    beat_schedule={
        "tick": {"task": "unionhall.tick", "schedule": 60.0, "options": {"expires": 55}},
        "sweep": {"task": "unionhall.sweep", "schedule": 3600.0, "options": {"expires": 3000}},
    },
)
