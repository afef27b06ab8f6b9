"""What the ledger and the gates tell field work, which rests on them: it adds itself in the app's `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Collection

SHUT_AT: list[Callable[[Collection[str]], object]] = []
"""Told, within the same transaction, of addresses (by key) of which something became known that can shut a gate."""

WITHDRAWN: list[Callable[[int, str], object]] = []
"""Told, within the same transaction, that an override of a case (by key) was withdrawn, and of which gate."""


def tell_at(keys: Collection[str]) -> None:
    """Say that something became known of these addresses."""
    for told in SHUT_AT if keys else ():
        told(keys)


def tell_withdrawn(case: int, gate: str) -> None:
    """Say that an override of a gate was withdrawn on a case."""
    for told in WITHDRAWN:
        told(case, gate)
