from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "unionhall.web.office"
    label = "office"
