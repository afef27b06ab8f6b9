"""Where the data is: the embedded server unless an address says otherwise, and never as the owner."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from fcms.database.secrets import secret
from fcms.database.settings import databases

URL = "postgres://owner:p%40ss@db.example:6543/cases"


def asked(default):
    """What the address itself asks of the connection."""
    return {name: value for name, value in default["OPTIONS"].items() if name != "options"}


@pytest.fixture(autouse=True)
def no_addresses(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("FCMS_APP_DATABASE_URL", raising=False)


def test_without_an_address_it_is_the_embedded_server_and_nothing_is_touched(tmp_path):
    default = databases(tmp_path / "home")["default"]
    assert default["ENGINE"] == "fcms.database.backend"
    assert default["USER"] == "fcms_app"
    assert default["CONN_HEALTH_CHECKS"] is True
    assert not (tmp_path / "home").exists()


def test_an_address_is_read_and_the_restricted_role_put_in_its_owners_place(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", URL + "?sslmode=verify-full&sslrootcert=/etc/ca.pem")
    default = databases(tmp_path)["default"]
    assert default["ENGINE"] == "django.db.backends.postgresql"
    assert (default["HOST"], default["PORT"], default["NAME"]) == ("db.example", "6543", "cases")
    assert (default["USER"], default["PASSWORD"]) == ("fcms_app", secret(tmp_path, "fcms_app"))
    assert asked(default) == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}


def test_an_administrator_may_give_the_restricted_role_by_hand(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.setenv("FCMS_APP_DATABASE_URL", "postgresql://app:s%3Acret@other/cases")
    default = databases(tmp_path)["default"]
    assert (default["HOST"], default["USER"], default["PASSWORD"]) == ("other", "app", "s:cret")
    assert not (tmp_path / "secrets").exists()


def test_production_encrypts_the_connection_unless_told_more_strictly(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", URL)
    assert asked(databases(tmp_path, production=True)["default"]) == {"sslmode": "require"}
    assert asked(databases(tmp_path)["default"]) == {}
    monkeypatch.setenv("DATABASE_URL", URL + "?sslmode=verify-full")
    assert asked(databases(tmp_path, production=True)["default"]) == {"sslmode": "verify-full"}


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_production_refuses_a_connection_that_may_be_in_the_clear(tmp_path, monkeypatch, mode):
    monkeypatch.setenv("DATABASE_URL", f"{URL}?sslmode={mode}")
    with pytest.raises(ImproperlyConfigured, match="must be encrypted"):
        databases(tmp_path, production=True)


def test_a_port_may_stand_beside_the_folder_of_a_socket(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres:///cases?host=/run/postgresql&port=6543")
    default = databases(tmp_path)["default"]
    assert (default["HOST"], default["PORT"], asked(default)) == ("/run/postgresql", "6543", {})


def test_a_socket_of_this_machine_needs_no_encryption(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres:///cases?host=/run/postgresql")
    default = databases(tmp_path, production=True)["default"]
    assert (default["HOST"], asked(default)) == ("/run/postgresql", {})


@pytest.mark.parametrize("url", ["mysql://a:secret@b/c", "postgres://a:secret@b:port/c", "nonsense"])
def test_a_malformed_address_is_refused_without_repeating_it(tmp_path, monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        databases(tmp_path)
    assert "secret" not in str(refused.value)


def test_loading_the_settings_starts_no_server(tmp_path):
    environment = {
        **os.environ,
        "FCMS_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    subprocess.run(
        [sys.executable, "-c", "from django.db import connection; connection.settings_dict"],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    assert not (tmp_path / "home" / "postgres.lock").exists()


def test_a_secret_is_made_once_and_kept_for_its_user_alone(tmp_path):
    home = tmp_path / "home"
    made = secret(home, "django")
    assert secret(home, "django") == made
    assert secret(home, "other") != made
    assert len(made) >= 48
    assert (home / "secrets").stat().st_mode & 0o777 == 0o700
    assert (home / "secrets" / "django").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (home / "secrets").iterdir()) == ["django", "other"]


@pytest.mark.parametrize(
    ("address", "options"), [("", ""), ("?options=-c%20statement_timeout%3D9s", " -c statement_timeout=9s")]
)
def test_joins_are_planned_in_the_order_written_beside_what_the_address_asks(
    tmp_path, monkeypatch, address, options
):
    monkeypatch.setenv("DATABASE_URL", URL + address)
    assert databases(tmp_path)["default"]["OPTIONS"]["options"] == "-c join_collapse_limit=4" + options
