"""Settings, read from the environment, loud on bad input; production only tightens.

Every variable read here is listed in docs. Values that are made once and kept live in VAR_DIR.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from unionhall.config import logs
from unionhall.config.databases import database
from unionhall.config.environment import origin, secret
from unionhall.config.outside import *  # noqa: F403 - a chapter of this file
from unionhall.config.sign_in import *  # noqa: F403 - a chapter of this file
from unionhall.config.sign_in import OIDC_ISSUER

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()

# Where it runs

UNIONHALL_ENV = env.str("UNIONHALL_ENV", default="local")
if UNIONHALL_ENV not in {"local", "test", "production"}:
    raise ValueError(f"UNIONHALL_ENV must be local, test or production, not {UNIONHALL_ENV!r}")
PRODUCTION = UNIONHALL_ENV == "production"
DEBUG = env.bool("DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ValueError("DEBUG must be off when UNIONHALL_ENV=production")
HTTPS = env.bool("HTTPS", default=PRODUCTION)
DEMO = env.bool("DEMO", default=False)
if DEMO and PRODUCTION:
    raise ValueError("DEMO shows sent codes to everybody: it must be off in production")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
FORM_DEFINITIONS_DIR = BASE_DIR / "form_definitions"
MEDIA_ROOT = VAR_DIR / "files"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)

SECRET_KEY = secret(
    "SECRET_KEY",
    given=env.str("SECRET_KEY", default=""),
    file=VAR_DIR / "secret-key",
    production=PRODUCTION,
)
# Base64 keys of 32 bytes, newest first: the first seals, all of them unseal.
SEALING_KEYS = secret(
    "SEALING_KEYS",
    given=env.str("SEALING_KEYS", default=""),
    file=VAR_DIR / "sealing-keys",
    production=PRODUCTION,
).split(",")
# Finds sealed numbers again; changing it means computing every index anew.
BLIND_INDEX_KEY = secret(
    "BLIND_INDEX_KEY",
    given=env.str("BLIND_INDEX_KEY", default=""),
    file=VAR_DIR / "blind-index-key",
    production=PRODUCTION,
)
# Chains the audit trail; entries sealed with another key read as changed.
AUDIT_KEY = secret(
    "AUDIT_KEY",
    given=env.str("AUDIT_KEY", default=""),
    file=VAR_DIR / "audit-key",
    production=PRODUCTION,
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])


# What it is made of
def _present(*names: str) -> list[str]:
    """Return those of `names` that exist: packages appear when their first code is written."""
    return [name for name in names if find_spec(name) and find_spec(f"{name}.apps")]


INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "captcha",
    "csp",
    "formtools",
    "guardian",
    "treebeard",
    "unionhall.organisation",
    "unionhall.people",
    "unionhall.messages",
    "unionhall.jobs",
    "unionhall.definitions",
    "unionhall.registers",
    "unionhall.imports",
    "unionhall.cases",
    "permissions",
    "unionhall.audit",
    *_present(
        "unionhall.language",
        "unionhall.engine",
        "unionhall.casework",
        "unionhall.effects",
        "unionhall.notices",
        "unionhall.forms",
        "unionhall.reports",
        "unionhall.workbooks",
        "unionhall.web",
        "unionhall.web.account",
        "unionhall.web.portal",
        "unionhall.web.office",
        "unionhall.config",
    ),
    # Records and protocols only: none of its pages, forms or addresses (decision 0008). Last, so
    # that words it translates too ("Continue") are said as our own catalogues say them.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
]
# Short, because every request pays for each; the order is: trace and headers around
# everything, static files before the session, refusals next to the views.
MIDDLEWARE = [
    "unionhall.web.middleware.address.AddressMiddleware",
    "unionhall.web.middleware.trace.TraceMiddleware",
    "unionhall.web.middleware.headers.HeadersMiddleware",
    "unionhall.web.middleware.body.BodyMiddleware",
    "unionhall.web.middleware.charset.CharsetMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "unionhall.web.middleware.guests.GuestMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "unionhall.web.middleware.duties.DutyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *(
        ["unionhall.web.middleware.refusals.RefusalMiddleware"]
        if find_spec("unionhall.casework.refusals")
        else []
    ),
]
ROOT_URLCONF = "unionhall.config.urls"
WSGI_APPLICATION = "unionhall.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "unionhall.web.shell.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "unionhall.web.templatetags.assets",
                "unionhall.web.templatetags.icons",
            ],
        },
    }
]

# Where it keeps things

DATABASES = {"default": database(env, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://unionhall")}
# How far long work is, told by the worker to whoever watches: never in one process's memory
CACHES["progress"] = env.cache("CACHE_URL", default=f"filecache://{VAR_DIR / 'progress'}")
# A cache in one process's memory would keep a session alive that another process ended.
SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"
    if CACHES["default"]["BACKEND"].endswith("LocMemCache")
    else "django.contrib.sessions.backends.cached_db"
)
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # uploaded workbooks and exports, sealed; apart, because what is swept there is told differently
    "jobs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "jobs"), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "unionhall.web.storage.StaticFiles"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 60 if not PRODUCTION else 3600
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# All files of one request together, and the pixels of one picture before it is decoded.
MAX_BODY_SIZE = env.int("MAX_BODY_MB", default=64) * 1024 * 1024
# How many people the outside register of identities is asked about in a second, by each worker.
IDENTITY_RATE = env.int("IDENTITY_RATE", default=20)
if IDENTITY_RATE < 1:
    raise ValueError("IDENTITY_RATE is how many are asked about in a second, at least 1")
MAX_IMAGE_PIXELS = env.int("MAX_IMAGE_MEGAPIXELS", default=40) * 1_000_000

# Who uses it

AUTH_USER_MODEL = "people.User"
SYSTEM_USERNAME = "system"
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
# Only permissions.gate asks guardian, never user.has_perm: its backend is left out on purpose.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
AUTHENTICATION_BACKENDS = (
    ["unionhall.people.backends.PasswordBackend", "unionhall.people.backends.CodeBackend"]
    if find_spec("unionhall.people.backends")
    else ["django.contrib.auth.backends.ModelBackend"]
)
PASSWORD_HASHERS = ["unionhall.people.hashers.PasswordHasher"]
LOGIN_URL = "account:sign_in"
LOGIN_REDIRECT_URL = "portal:hall"
LOGOUT_REDIRECT_URL = "portal:hall"
HELP_PHONE = env.str("HELP_PHONE", default="12351")
# Where links in messages lead: fixed, so that nobody's Host header writes them.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CAPTCHA_FONT_SIZE = 40
CAPTCHA_FOREGROUND_COLOR = "#7a1419"

# What the browser is told

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # browsers hold a redirect after a form to this list, too
        "form-action": [SELF, *origin(OIDC_ISSUER)],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "unionhall.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
# How many proxies of ours a request passes: the address each notes in X-Forwarded-For is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES < 0:
    raise ValueError("TRUSTED_PROXIES is how many there are, 0 for none")
if env.bool("BEHIND_PROXY", default=TRUSTED_PROXIES > 0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Language, time, log

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOGGING = logs.configure(
    json_lines=PRODUCTION, level=env.str("LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING")
)
