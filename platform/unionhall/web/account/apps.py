from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "unionhall.web.account"
    label = "web_account"  # allauth has taken `account`
    default_auto_field = "django.db.models.BigAutoField"
