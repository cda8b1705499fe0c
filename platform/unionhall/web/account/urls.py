"""Addresses of accounts: in, out, who am I, help."""

from __future__ import annotations

from django.urls import path
from django.contrib.auth.views import LoginView, LogoutView

app_name = "account"
urlpatterns = [
    path("sign-in/", LoginView.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("account/", LoginView.as_view(), name="profile"),
]
