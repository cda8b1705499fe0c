"""The root as an app, so that its commands are found."""

from __future__ import annotations

from django.apps import AppConfig


class RootConfig(AppConfig):
    name = "unionhall.config"
    label = "root"
