from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "unionhall.cases"
    default_auto_field = "django.db.models.BigAutoField"
