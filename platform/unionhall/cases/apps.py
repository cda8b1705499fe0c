from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "unionhall.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can only be imported once the apps are loaded.
        from unionhall.cases import source
        from unionhall.registers import sources

        sources.register(source.SOURCE, source.answer)
