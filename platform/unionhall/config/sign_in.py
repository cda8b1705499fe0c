"""Settings of signing in, gateways and second steps; `settings` passes them on."""

from __future__ import annotations

import environ

env = environ.Env()


# How messages leave and who says that a person is who he says (people.gateways).
SMS_GATEWAY = env.str("SMS_GATEWAY", default="console")
MAIL_GATEWAY = env.str("MAIL_GATEWAY", default="console")
_SERVER = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_HOST, EMAIL_PORT = _SERVER["EMAIL_HOST"], _SERVER["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _SERVER["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _SERVER["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _SERVER.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _SERVER.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="webmaster@localhost")
# `off`: nobody is checked, everybody stays "not verified yet".
IDENTITY_GATEWAY = env.str(
    "IDENTITY_GATEWAY", default="fake: ok" if env.bool("DEMO", default=False) else "off"
)
# The city's own accounts (OpenID Connect); without an issuer there is no button.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_TITLE = env.str("OIDC_TITLE", default="统一身份认证")
OIDC_SCOPE = env.list("OIDC_SCOPE", default=["openid", "profile", "phone", "email"])
# A second step (TOTP) for staff.
STAFF_TOTP = env.str("STAFF_TOTP", default="off")
if STAFF_TOTP not in {"off", "optional", "required"}:
    raise ValueError(f"STAFF_TOTP must be off, optional or required, not {STAFF_TOTP!r}")
# The published text one agrees to when an account is opened.
TERMS_TEXT = env.str("TERMS_TEXT", default="account-terms")

SOCIALACCOUNT_ADAPTER = "unionhall.web.account.oidc.Adapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
MFA_ADAPTER = "unionhall.people.second_factor.Adapter"
MFA_TOTP_TOLERANCE = 1
