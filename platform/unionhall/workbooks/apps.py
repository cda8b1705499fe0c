"""Django's view of this package: no models, one message catalogue."""

from __future__ import annotations

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "unionhall.workbooks"
    label = "unionhall_workbooks"
