from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "unionhall.web.portal"
    default_auto_field = "django.db.models.BigAutoField"
