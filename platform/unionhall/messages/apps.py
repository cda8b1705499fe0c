from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "unionhall.messages"
    # django.contrib.messages is "messages", too
    label = "unionhall_messages"
    default_auto_field = "django.db.models.BigAutoField"
