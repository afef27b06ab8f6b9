"""Every promise of the assessment, by its ID. The ID is what code, tests and policy files cite."""

from __future__ import annotations

from . import information, overview, security, sharing_and_redress, uses_and_retention
from .promise import ID, Kind, Promise

CHAPTERS = {
    "0": "Overview",
    "1": "Characterization of the information",
    "2": "Uses of the information",
    "3": "Retention",
    "4": "Internal sharing and disclosure",
    "5": "External sharing and disclosure",
    "6": "Notice",
    "7": "Access, redress and correction",
    "8": "Technical access and security",
    "9": "Technology",
}

PROMISES: tuple[Promise, ...] = (
    *overview.PROMISES,
    *information.PROMISES,
    *uses_and_retention.PROMISES,
    *sharing_and_redress.PROMISES,
    *security.PROMISES,
)

BY_ID: dict[str, Promise] = {promise.id: promise for promise in PROMISES}

__all__ = ["BY_ID", "CHAPTERS", "ID", "PROMISES", "Kind", "Promise"]
