"""Photographs that lie in a bundle, read one at a time with bounded memory."""

from __future__ import annotations

from fcms.exchange.actions import open_sealed
from fcms.exchange.models import Intake

from . import bundle

LARGEST = 5 * 1024 * 1024


def picture(intake: Intake, name: str) -> bytes | None:
    """The bytes of a photograph of the bundle, or None where it is missing or too large."""
    with open_sealed(intake) as stream, bundle.opened(stream) as archive:
        try:
            info = archive.getinfo(name)
        except KeyError:
            return None
        return archive.read(info) if info.file_size <= LARGEST else None
