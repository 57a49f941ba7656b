"""The settings of one installation, read from the environment; every one has a default that starts on a laptop.

Nothing here is about a programme, a donor or a country: those are rows in the database.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

SOURCE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TOGUNA_VAR", "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def kept_secret(name: str) -> str:
    """A secret from the environment, or one made at the first start and kept under the installation's folder."""
    given = os.environ.get("TOGUNA_" + name.upper().replace("-", "_"))
    if given:
        return given
    path = VAR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def flag(name: str, default: bool) -> bool:
    """A yes-or-no setting from the environment."""
    return os.environ.get(name, "yes" if default else "no").lower() in {"1", "yes", "true", "on"}


DEBUG = flag("TOGUNA_DEBUG", False)
HTTPS = flag("TOGUNA_HTTPS", False)
SECRET_KEY = kept_secret("secret-key")
ALLOWED_HOSTS = os.environ.get("TOGUNA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "toguna.store.journal",
    "toguna.store.accounts",
    "toguna.store.places",
    "toguna.store.organisations",
    "toguna.store.programmes",
    "toguna.store.results",
    "toguna.store.activities",
    "toguna.store.fieldwork",
    "toguna.store.people",
    "toguna.store.facts",
    "toguna.store.commitments",
    "toguna.store.scorecards",
    "toguna.store.advocacy",
    "toguna.store.networks",
    "toguna.store.budgets",
    "toguna.store.values",
    "toguna.store.quality",
    "toguna.store.publications",
    "toguna.flow",
    "toguna.demo",
    "toguna.web.layout",
    "toguna.web.openrosa",
    "toguna.web.api",
    "toguna.web.field",
    "toguna.web.public",
    "toguna.web.desk",
    "toguna.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "toguna.config.urls"
WSGI_APPLICATION = "toguna.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- the database ---------------------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR / 'toguna.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # 32 MB of pages are remembered by each connection, because what arrives is strewn over every index.
        # FULL: what was answered with 201 survives a power cut, not only a killed process.
        # recursive_triggers: without it INSERT OR REPLACE deletes a row behind the back of the append-only triggers.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=4000;",
    }
else:
    # The same on PostgreSQL, whatever the server's own default.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c synchronous_commit=on")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- files ----------------------------------------------------------------------------------------------------------

ATTACHMENTS = VAR / "attachments"
EDITIONS = VAR / "editions"
# The page of web/field, built once per state of its sources.
FIELD_PAGE = Path(os.environ.get("TOGUNA_FIELD_PAGE", VAR / "field")).resolve()
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
SUBMISSION_LIMIT_BYTES = 100_000_000
# Otherwise the worker reads what arrived, within seconds, and a phone is answered sooner.
READ_ON_ARRIVAL = flag("TOGUNA_READ_ON_ARRIVAL", False)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
# Collect sends up to 101 files at once beside the answers; Django's own limit of 100 would refuse them for ever.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- languages ------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TOGUNA_TIME_ZONE", "Africa/Bamako")

# --- who is there ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:work"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "toguna.web.desk.sign_in.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "5/m/ip,3/h/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Toguna"
DEVICE_REALM = "toguna"

# Somebody behind a proxy is known by the address that the proxy adds, or all would share its limits on sign-in.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TOGUNA_PROXIES", "0"))

# smtp://user:password@host:587, or smtps:// where the whole line is encrypted; without it, mail goes to the screen.
_mail = urlsplit(os.environ.get("TOGUNA_EMAIL_URL") or "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = bool(_mail.hostname) and not EMAIL_USE_SSL
# Mail is written where no page is open, so the site must know its own address.
SITE_ADDRESS = (os.environ.get("TOGUNA_ADDRESS") or f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0]}").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("TOGUNA_EMAIL_FROM") or f"Toguna <toguna@{ALLOWED_HOSTS[0].lstrip('.')}>"

# --- protections ----------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The second factor's QR code is a data: address.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# No published cell may stand for fewer persons than this.
DISCLOSURE_THRESHOLD = int(os.environ.get("TOGUNA_DISCLOSURE_THRESHOLD", "5"))
# How far from its target, in per cent of it, a value may be without an explanation.
DEVIATION_TOLERANCE = int(os.environ.get("TOGUNA_DEVIATION_TOLERANCE", "10"))
# How many days after its last day the sheets of a planned activity must be here.
SHEET_DAYS = int(os.environ.get("TOGUNA_SHEET_DAYS", "15"))
# After how many years the data of an indicator are assessed again, and how many per cent a recount may be away from
# what was reported and still be good, or near.
QUALITY_EVERY_YEARS = int(os.environ.get("TOGUNA_QUALITY_EVERY_YEARS", "3"))
QUALITY_GOOD_PERCENT = int(os.environ.get("TOGUNA_QUALITY_GOOD_PERCENT", "5"))
QUALITY_NEAR_PERCENT = int(os.environ.get("TOGUNA_QUALITY_NEAR_PERCENT", "10"))
# Who publishes to the aid registry, where it is not the organisation that answers for a programme.
IATI_PUBLISHER = os.environ.get("TOGUNA_IATI_PUBLISHER") or ""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without-tokens": {"()": "toguna.config.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without-tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
