"""Tests: the database they ship with, the restricted role, strict templates, quick hashing."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("FCMS_HOME", str(Path(__file__).resolve().parents[2] / ".test-home"))

from .base import *  # noqa: F403
from .base import TEMPLATES

DEMONSTRATION = True
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SECRET_KEY = "only for tests: signs nothing that lasts"
FCMS_MAIL_DOMAINS = ["fcms.example"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED[%s]"  # type: ignore[index]
