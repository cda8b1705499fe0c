from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "unionhall.web.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can only be imported once the apps are loaded.
        from unionhall.casework.export_case import KIND
        from unionhall.jobs import handlers
        from unionhall.web.portal.views.export import work

        handlers.register(KIND, work, title=_("Export of an application"), resumes=False)
