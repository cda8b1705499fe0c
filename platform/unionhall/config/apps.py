"""The root as an app, so that its commands are found."""

from __future__ import annotations

from django.apps import AppConfig


class RootConfig(AppConfig):
    name = "unionhall.config"
    label = "root"

    def ready(self) -> None:
        # Models can only be imported once the apps are loaded.
        from unionhall.config import waking

        waking.listen()
