"""Addresses of accounts: in, out, who am I, help."""

from __future__ import annotations

from django.urls import path

from unionhall.web.account.views import profile, sign_in

app_name = "account"
urlpatterns = [
    path("sign-in/", sign_in.password, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", profile.profile, name="profile"),
    path("account/help/", profile.trouble, name="help"),
    path("outbox/", profile.outbox, name="outbox"),
]
