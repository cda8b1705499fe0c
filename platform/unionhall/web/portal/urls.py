"""Addresses of the member's pages."""

from __future__ import annotations

from django.urls import path

from unionhall.web.portal.views import hall

app_name = "portal"
urlpatterns = [
    path("", hall.hall, name="hall"),
    path("cases/", hall.hall, name="cases"),
]
