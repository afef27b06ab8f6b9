"""What every test runs under: no network, and no list whose order was never asked for."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler


class NoNetwork(OSError):
    """A test tried to leave this machine."""


def refuse_what_leaves(host: Any) -> None:
    """Raise unless `host` is this machine; a name other than localhost would have to be asked of others."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        local = ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        local = name == "localhost"
    if not local:
        raise NoNetwork("A test reached for the network. Tests run on this machine alone.")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let sockets reach this machine alone."""
    kept = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    looked_up = socket.getaddrinfo

    def guarded(name: str) -> Any:
        def call(self: socket.socket, *given: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                refuse_what_leaves(given[-1][0])
            return kept[name](self, *given)

        return call

    def lookup(host: Any, *given: Any, **named: Any) -> Any:
        refuse_what_leaves(host)
        return looked_up(host, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        for name in kept:
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", lookup)
        yield


@pytest.fixture(scope="session", autouse=True)
def shuffled_unless_ordered() -> Iterator[None]:
    """Give every query without an order a random one, so that no test can rely on luck."""
    ordered = SQLCompiler._order_by_pairs  # type: ignore[attr-defined]

    def shuffled(self: SQLCompiler) -> Iterator[tuple[Any, bool]]:
        found = list(ordered(self))
        if not found and not self.query.distinct and not self.query.combinator:
            # Told to be a reference, so that a query that groups does not group by it.
            found = [(OrderBy(Random()), True)]
        yield from found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "_order_by_pairs", shuffled)
        yield
