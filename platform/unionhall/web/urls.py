"""Addresses that belong to no audience: display preferences, answers from outside systems."""

from __future__ import annotations

from django.urls import path

from unionhall.web import outside, preferences

app_name = "web"
urlpatterns = [
    path("display/", preferences.text_size, name="text_size"),
    path("outside/<slug:hook>/answers/", outside.answers, name="outside_answers"),
]
