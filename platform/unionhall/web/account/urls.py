"""Addresses of accounts: in, out, who am I, help."""

from __future__ import annotations

from django.urls import path

from unionhall.web.account import captcha
from unionhall.web.account.views import (
    complete,
    contact,
    outside,
    posts,
    profile,
    recover,
    second_step,
    security,
    sign_in,
)

app_name = "account"
urlpatterns = [
    path("sign-in/", sign_in.password, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="sign_in_code"),
    path("sign-in/details/", complete.complete, name="complete"),
    path("sign-in/second-step/", second_step.ask, name="second_step"),
    path("sign-in/outside/", outside.start, name="outside"),
    path("sign-in/outside/back/", outside.back, name="outside_back"),
    path("recover/", recover.ask, name="recover"),
    path("recover/ways/", recover.ways, name="recover_ways"),
    path("recover/mobile/", recover.mobile, name="recover_mobile"),
    path("recover/email/", recover.email, name="recover_email"),
    path("recover/link/", recover.link, name="recover_link"),
    path("recover/done/", recover.done, name="recover_done"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", profile.profile, name="profile"),
    path("account/security/", security.security, name="security"),
    path("account/password/", security.password, name="password"),
    path("account/mobile/", contact.mobile, name="mobile"),
    path("account/email/", contact.email, name="email"),
    path("account/email/<str:key>/", contact.email_proof, name="email_proof"),
    path("account/sessions/", security.devices, name="sessions"),
    path("account/second-step/", second_step.setup, name="second_step_setup"),
    path("account/posts/", posts.posts, name="posts"),
    path("account/posts/current/", posts.switch, name="post_switch"),
    path("account/help/", profile.trouble, name="help"),
    path("captcha/", captcha.another, name="captcha_new"),
    path("captcha/<slug:key>/", captcha.picture, name="captcha_picture"),
    path("outbox/", profile.outbox, name="outbox"),
]
