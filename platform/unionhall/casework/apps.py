from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "unionhall.casework"

    def ready(self) -> None:
        # Models can only be imported once the apps are loaded.
        from unionhall.casework import codelists
        from unionhall.registers import sources

        sources.resolve_by(codelists.resolve)
