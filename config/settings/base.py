"""What holds in every profile. A profile (dev, test, production) says only where it differs."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from fcms.database.settings import databases

BASE_DIR = Path(__file__).resolve().parents[2]
FCMS_HOME = Path(os.environ.get("FCMS_HOME", BASE_DIR / "var")).absolute()
FCMS_INBOX = os.environ.get("FCMS_INBOX", "")
"""Where partners drop extracts, a folder a kind; `inbox` in the home where nothing is said."""
PROCRASTINATE_IMPORT_PATHS = ["fcms.exchange.inbox.tasks"]
DEMONSTRATION = False
"""True only where every person is synthetic: shows the banner, allows demonstration users and `--by`."""

DATABASES = databases(FCMS_HOME)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "csp",
    "django_htmx",
    "fcms.database",
    "fcms.pia",
    "fcms.audit",
    "fcms.retention",
    "fcms.disclosures",
    "fcms.offices",
    "fcms.accounts",
    "fcms.subjects",
    "fcms.cases",
    "fcms.leads",
    "fcms.encounters",
    "fcms.activities",
    "fcms.exchange",
    "fcms.reports",
    "fcms.privacy",
    "fcms.notices",
    "fcms.web",
    "fcms.operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fcms.web.middleware.OfficeTime",
    "fcms.web.middleware.AddressesAreText",
    "fcms.web.middleware.SignInRequired",
    "fcms.web.middleware.EveryLookIsRecorded",
    "fcms.web.middleware.RefusalsArePages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fcms.web.context.frame",
            ],
            "builtins": ["fcms.web.templatetags.fcms", "django.contrib.humanize.templatetags.humanize"],
        },
    }
]
FORM_RENDERER = "fcms.web.forms.Renderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"

SESSION_COOKIE_NAME = "fcms_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "fcms.web.errors.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# The digest of notices is the only mail. Without the domains of work addresses none is sent.
FCMS_ADDRESS = os.environ.get("FCMS_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
"""The address under which people open the program, as the digest writes it."""
FCMS_MAIL_DOMAINS: list[str] = []
FCMS_MAIL_FROM = "no-reply@fcms.example"
FCMS_DIGEST_HOUR = 6
"""The hour of an office's own day from which its digests are sent."""
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = FCMS_HOME / "mail"
EMAIL_TIMEOUT = 30

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "America/New_York"

STATIC_URL = "/static/"
STATIC_ROOT = FCMS_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# No upload is ever written in the clear: small ones stay in memory, and the handlers of exchange seal an extract
# as it arrives. Django's own handler for large files, which writes them to /tmp, is left out.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "fcms.lib.logs.WithoutValues",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
