"""A connection that brings its server with it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError
from psycopg import OperationalError as NotConnected

from fcms.database import roles, server
from fcms.database.secrets import secret

MOMENT = 0.2
"""Seconds in which a keeper or server that was just killed is surely gone."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but the first connection starts the server, and a lost server is started again."""

    @property
    def home(self) -> Path:
        """The installation whose server this is."""
        return Path(self.settings_dict["FCMS_HOME"])

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server; return libpq's parameters with its socket and the role's password in them."""
        socket = server.ensure(self.home)
        params: dict[str, Any] = super().get_connection_params()
        password = secret(self.home, params["user"])
        return {**params, "host": str(socket), "port": 5432, "password": password}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; where that fails, start the server, make roles and database if missing, and try again."""
        try:
            return super().get_new_connection(conn_params)
        except (OperationalError, NotConnected):
            time.sleep(MOMENT)
            server.ensure(self.home, again=True)
            roles.prepare()
            return super().get_new_connection(conn_params)
