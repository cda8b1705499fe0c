"""Django's view of this package: no models, one message catalogue, the work of import jobs."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbooksConfig(AppConfig):
    name = "unionhall.workbooks"
    label = "unionhall_workbooks"

    def ready(self) -> None:
        from unionhall.casework.imports.batch import KIND
        from unionhall.jobs import handlers
        from unionhall.workbooks.run import run

        handlers.register(KIND, run, title=_("Import"))
