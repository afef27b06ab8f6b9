"""Real records: every secret comes from outside, and a missing one stops the start by its name."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from fcms.database.settings import databases

from .base import *  # noqa: F403
from .base import FCMS_HOME


def required(name: str, what: str) -> str:
    """Read a secret from the environment, or refuse to start, saying which one is missing."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. It holds {what}; production does not start without it."
        )
    return value


DEBUG = False
SECRET_KEY = required("FCMS_SECRET_KEY", "the key that signs sessions")
ALLOWED_HOSTS = required("FCMS_HOSTS", "the host names that people use, separated by commas").split(",")
if not os.environ.get("FCMS_APP_DATABASE_URL"):
    required("DATABASE_URL", "the address of the PostgreSQL server")
DATABASES = databases(FCMS_HOME, production=True)
required("FCMS_MASTER_KEY", "the key that wraps every subject's key (64 hexadecimal digits)")

DATABASES = databases(FCMS_HOME, production=True)

# The digest of notices: no mail server, no mail.
if EMAIL_HOST := os.environ.get("FCMS_MAIL_HOST", ""):
    FCMS_MAIL_DOMAINS = required("FCMS_MAIL_DOMAINS", "the domains of work addresses, by commas").split(",")
    FCMS_MAIL_FROM = required("FCMS_MAIL_FROM", "the address that the digest is sent from")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_PORT = int(os.environ.get("FCMS_MAIL_PORT", "587"))
    EMAIL_USE_TLS = True
    EMAIL_HOST_USER = os.environ.get("FCMS_MAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("FCMS_MAIL_PASSWORD", "")
FCMS_ADDRESS = os.environ.get("FCMS_ADDRESS", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
