"""The pages of the reference that exchange writes."""

from __future__ import annotations

from .linkage import reference as linkage

__all__ = ["linkage"]
