from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "unionhall.web.office"
    label = "office"

    def ready(self) -> None:
        # Models can only be imported once the apps are loaded.
        from unionhall.casework.export_list import KIND
        from unionhall.jobs import handlers
        from unionhall.web.office.exports.work import export

        handlers.register(KIND, export, title=_("Export"), resumes=False)
