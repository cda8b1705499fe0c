from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "unionhall.web"
    default_auto_field = "django.db.models.BigAutoField"
