"""Addresses of the member's pages. Keys of cases and files are unguessable, never numbers."""

from __future__ import annotations

from django.urls import path

from unionhall.web.portal.views import (
    case,
    cases,
    conditions,
    files,
    form,
    guide,
    hall,
    inbox,
    lines,
    lookup,
    materials,
    me,
    picking,
    qr,
    query,
    refresh,
    submission,
)

app_name = "portal"
urlpatterns = [
    path("", hall.hall, name="hall"),
    path("matters/", hall.matters, name="matters"),
    path("me/", me.me, name="me"),
    path("me/consents/", me.consents, name="consents"),
    path("matters/<slug:key>/", guide.guide, name="guide"),
    path("matters/<slug:key>/qr/", qr.qr, name="qr"),
    path("matters/<slug:key>/samples/<slug:material>/", guide.sample, name="sample"),
    path("matters/<slug:key>/conditions/", conditions.conditions, name="conditions"),
    path("matters/<slug:key>/agreement/", conditions.letters, name="letters"),
    path("matters/<slug:key>/cases/", conditions.start, name="start"),
    path("matters/<slug:key>/history/", cases.history, name="history"),
    path("messages/", inbox.inbox, name="messages"),
    path("messages/read/", inbox.read_all, name="messages_read"),
    path("messages/<str:key>/", inbox.open_message, name="message"),
    path("query/", query.query, name="query"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:key>/", case.case, name="case"),
    path("cases/<str:key>/form/", form.form, name="form"),
    path("cases/<str:key>/form/<slug:step>/", form.form, name="form"),
    path("cases/<str:key>/state/<slug:step>/", form.state, name="state"),
    path("cases/<str:key>/lookups/<str:path>/", lookup.lookup, name="lookup"),
    path("cases/<str:key>/lines/", lines.lines, name="lines"),
    path("cases/<str:key>/lines/change/", lines.change, name="lines_change"),
    path("cases/<str:key>/lines/choose/", picking.choose, name="lines_choose"),
    path("cases/<str:key>/materials/", materials.materials, name="materials"),
    path("cases/<str:key>/check/", submission.check, name="check"),
    path("cases/<str:key>/submission/", submission.submission, name="submission"),
    path("cases/<str:key>/done/", submission.done, name="done"),
    path("cases/<str:key>/query-code/", query.query_code, name="query_code"),
    path("cases/<str:key>/withdrawal/", case.withdrawal, name="withdrawal"),
    path("cases/<str:key>/deletion/", case.deletion, name="deletion"),
    path("cases/<str:key>/refresh/", refresh.refresh, name="refresh"),
    path("files/<str:key>/", files.file, name="file"),
    path("files/<str:key>/preview/", files.preview, name="file_preview"),
]
