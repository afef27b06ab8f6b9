"""Demonstration: synthetic people, one password, everything on this machine. Never for real records."""

from __future__ import annotations

from fcms.database.secrets import secret

from .base import *  # noqa: F403
from .base import FCMS_HOME

DEMONSTRATION = True
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
FCMS_MAIL_DOMAINS = ["fcms.example"]  # what is sent there is written to a file below the home
SECRET_KEY = secret(FCMS_HOME, "django")
