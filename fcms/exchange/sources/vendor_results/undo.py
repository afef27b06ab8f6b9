"""Taking back the leads that a vendor's answers became."""

from __future__ import annotations

from fcms.exchange.sources.government_leads.undo import stands_on, undo

__all__ = ["stands_on", "undo"]
