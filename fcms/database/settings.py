"""Where the program's data is: the embedded server, or the one that DATABASE_URL names.

Loading this starts nothing; the embedded server starts with the first connection.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .secrets import secret

NAME = "fcms"
OWNER = "fcms_owner"
APP = "fcms_app"
COUNTS = "fcms_counts"
_LASTING = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
_PLANNING = "-c join_collapse_limit=4"
"""A page joins up to ten small tables by key: weighing every order of them took 20 ms, running it less than 1."""
_WITHOUT_TLS = {"disable", "allow", "prefer"}


def databases(home: Path, *, production: bool = False) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: connected as the restricted role, wherever the server is.

    `DATABASE_URL` (postgres://user:password@host:port/name?sslmode=…) names an external server by its
    owner's credentials; `FCMS_APP_DATABASE_URL` names the restricted role there, where an administrator
    made it by hand.
    """
    url = os.environ.get("DATABASE_URL", "")
    app = os.environ.get("FCMS_APP_DATABASE_URL", "")
    found: dict[str, Any]
    if not url and not app:
        found = {"ENGINE": "fcms.database.backend", "NAME": NAME, "USER": APP, "FCMS_HOME": str(home)}
    elif app:
        found = parsed(app, "FCMS_APP_DATABASE_URL", production=production)
    else:
        restricted = {"USER": APP, "PASSWORD": secret(home, APP)}
        found = {**parsed(url, "DATABASE_URL", production=production), **restricted}
    given = found.get("OPTIONS", {})
    options = {**given, "options": f"{_PLANNING} {given.get('options', '')}".strip()}
    return {"default": {**found, "OPTIONS": options, **_LASTING}}


def parsed(url: str, name: str, *, production: bool = False) -> dict[str, Any]:
    """Read a database address; `name` is the variable it came from, for the sentence that refuses it."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/database.")
    options = dict(parse_qsl(parts.query))
    try:
        port = str(parts.port or options.pop("port", ""))
    except ValueError:
        raise ImproperlyConfigured(f"{name} has a port that is not a number.") from None
    host = options.pop("host", unquote(parts.hostname or ""))
    if production and not host.startswith("/"):
        options.setdefault("sslmode", "require")
        if options["sslmode"] in _WITHOUT_TLS:
            raise ImproperlyConfigured(
                f"{name} says sslmode={options['sslmode']}. In production the connection must be encrypted:"
                " say sslmode=verify-full (or at least require)."
            )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or NAME,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }
