"""Addresses of the office, below /office/."""

from __future__ import annotations

from django.urls import path

from unionhall.web.office import cases, decision, home, looks, opinions, queue, registers

app_name = "office"
urlpatterns = [
    path("", home.show, name="home"),
    path("queue/<str:process_key>/", queue.show, name="queue"),
    path("cases/<str:case_key>/", cases.show, name="case"),
    path("cases/<str:case_key>/decision/", decision.decide, name="decision"),
    path("cases/<str:case_key>/look/", looks.look, name="look"),
    path("opinions/", opinions.show, name="opinions"),
    path("opinions/<str:opinion_key>/deletion/", opinions.drop, name="drop_opinion"),
    path("registers/<str:register_key>/", registers.show, name="register"),
]
