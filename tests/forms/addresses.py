"""Addresses with the names the wizard leads to, for tests that need no pages around it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


portal = [
    path("cases/<str:key>/form/", page, name="form"),
    path("cases/<str:key>/form/<slug:step>/", page, name="form"),
    path("cases/<str:key>/state/<slug:step>/", page, name="state"),
    path("cases/<str:key>/lookups/<str:path>/", page, name="lookup"),
    path("cases/<str:key>/materials/", page, name="materials"),
    path("cases/<str:key>/check/", page, name="check"),
    path("cases/<str:key>/refresh/", page, name="refresh"),
    path("files/<str:key>/", page, name="file"),
]
urlpatterns = [path("", include((portal, "portal")))]
