from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "unionhall.organisation"
    default_auto_field = "django.db.models.BigAutoField"
