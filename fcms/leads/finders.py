"""What leads ask of higher storeys, without knowing them."""

from __future__ import annotations

from collections.abc import Callable

from fcms.lib.actor import Actor

from .models import Lead

LINKED: list[Callable[[Lead, Actor], None]] = []
"""Told, within the same transaction, of every lead that a person has just linked to its subject."""
