from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    name = "unionhall.definitions"
    default_auto_field = "django.db.models.BigAutoField"
