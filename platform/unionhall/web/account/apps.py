from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "unionhall.web.account"
    default_auto_field = "django.db.models.BigAutoField"
