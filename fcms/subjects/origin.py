"""Where a fact comes from: said beside every value that is entered (PIA 1.2-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from fcms.lib.dates import local_day

from .models import SourceKind

if TYPE_CHECKING:
    from fcms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Origin:
    """One source at one time: its kind, the system, the day it speaks of, and the file and row it stood in."""

    source: str
    system: str
    as_of: date
    intake: str = ""
    file: str = ""
    row: int | None = None


def officer_origin(by: User) -> Origin:
    """What an officer enters by hand, as of today in the officer's own office."""
    return Origin(SourceKind.OFFICER, "FCMS", local_day(timezone.now(), by.office.time_zone))
