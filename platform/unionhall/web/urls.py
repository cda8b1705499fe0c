"""Addresses that belong to no audience: display preferences."""

from __future__ import annotations

from django.urls import path

from unionhall.web import preferences

app_name = "web"
urlpatterns = [path("display/", preferences.text_size, name="text_size")]
