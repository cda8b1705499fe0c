"""Every address of the site; each app lists its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

handler400 = "unionhall.web.errors.bad_request"
handler403 = "unionhall.web.errors.denied"
handler404 = "unionhall.web.errors.not_found"
handler500 = "unionhall.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("unionhall.web.urls")),
    path("", include("unionhall.web.account.urls")),
    path("", include("unionhall.web.portal.urls")),
]
if find_spec("unionhall.web.office") and find_spec("unionhall.web.office.urls"):
    urlpatterns.append(path("office/", include("unionhall.web.office.urls")))
