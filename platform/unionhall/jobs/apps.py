from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "unionhall.jobs"
    default_auto_field = "django.db.models.BigAutoField"
